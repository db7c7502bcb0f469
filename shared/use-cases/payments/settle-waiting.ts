import type { WaitingEvents } from '#shared/ports/ledger.ts';
import { fromWaiting } from './incoming-event.ts';
import { type SettleDeps, settleEvents } from './settle-events.ts';
import type { Settlement } from './settlement.ts';

export type SettleWaitingDeps = SettleDeps & { readonly waiting: WaitingEvents };

export type SettledWaiting = {
  readonly settlements: readonly Settlement[];
  readonly unreadable: readonly { readonly key: string; readonly error: unknown }[];
};

const WAITING_MAX = 100;

/** Applies the events that waited for an obligation. Those that the index does not show yet, the sweep finds. */
export async function settleWaiting(
  obligationId: string,
  deadline: number,
  deps: SettleWaitingDeps,
): Promise<SettledWaiting> {
  const { items, unreadable } = await deps.waiting.listWaiting(obligationId, WAITING_MAX);
  return { settlements: await settleEvents(items.map(fromWaiting), deadline, deps), unreadable };
}
