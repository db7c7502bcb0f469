import type { WaitingEvents } from '#shared/ports/ledger.ts';
import { fromWaiting } from './incoming-event.ts';
import { type SettleDeps, settleEvents } from './settle-events.ts';
import type { Settlement } from './settlement.ts';

export type SettleWaitingDeps = SettleDeps & { readonly waiting: WaitingEvents };

export type SettledWaiting = {
  readonly settlements: readonly Settlement[];
  readonly unreadable: readonly { readonly key: string; readonly error: unknown }[];
};

const PAGE_SIZE = 100;

/** Applies the events that waited for an obligation. Those that the index does not show yet, the sweep finds. */
export async function settleWaiting(
  obligationId: string,
  deadline: number,
  deps: SettleWaitingDeps,
): Promise<SettledWaiting> {
  const settlements: Settlement[] = [];
  const seen = new Set<string>();
  for (;;) {
    const { items, unreadable } = await deps.waiting.listWaiting(obligationId, PAGE_SIZE);
    // The index may show what was settled a moment ago.
    const fresh = items.filter(({ hash }) => !seen.has(hash));
    for (const { hash } of fresh) seen.add(hash);
    settlements.push(...(await settleEvents(fresh.map(fromWaiting), deadline, deps)));
    if (fresh.length < PAGE_SIZE) return { settlements, unreadable };
  }
}
