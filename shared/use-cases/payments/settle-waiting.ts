import { fromWaiting } from '#shared/ledger/incoming-event.ts';
import { type SettleDeps, type Settlement, settleEvents } from './settle-events.ts';

const WAITING_MAX = 100;

/** Applies the events that waited for an obligation. Those that the index does not show yet, the sweep finds. */
export async function settleWaiting(
  obligationId: string,
  deps: SettleDeps,
  deadline: number,
): Promise<readonly Settlement[]> {
  const waiting = await deps.ledger.listWaiting(obligationId, WAITING_MAX);
  return settleEvents(waiting.map(fromWaiting), deps, deadline);
}
