import { type ReportDeps, reportSettlements } from './report-settlements.ts';
import { type SettleWaitingDeps, settleWaiting } from './settle-waiting.ts';

export type ApplyWaitingDeps = SettleWaitingDeps & ReportDeps;

/** What was paid on an obligation before it was opened here. */
export async function applyWaiting(
  obligation_id: string,
  deadline: number,
  deps: ApplyWaitingDeps,
): Promise<void> {
  try {
    const waited = await settleWaiting(obligation_id, deadline, deps);
    reportSettlements(waited.settlements, deps);
    for (const { key, error } of waited.unreadable) {
      deps.logger.error('item.unreadable', { key, error });
    }
  } catch (error) {
    // The obligation exists, and that is what the caller asked; the sweep applies what waited.
    deps.logger.error('waiting.failed', { obligation_id, error });
  }
}
