import { fromWaiting } from '#shared/ledger/incoming-event.ts';
import {
  type CreationDeps,
  finishCreation,
} from '#shared/use-cases/obligations/finish-creation.ts';
import {
  type SettleDeps,
  type Settlement,
  settleEvents,
} from '#shared/use-cases/payments/settle-events.ts';

export type SweepDeps = CreationDeps & SettleDeps;

export type Swept = {
  readonly finished: number;
  readonly failed: readonly { readonly key: string; readonly error: unknown }[];
  /** Waiting events that found their obligation, or could not be settled. */
  readonly settlements: readonly Settlement[];
  /** Events that still wait. */
  readonly waiting: number;
};

/** Longer than a creation can run, so that the sweep does not race the request itself. */
const ABANDONED_AFTER_MS = 60_000;
const INTENTS_MAX = 100;
const CREATION_MS_MAX = 20_000;
const PAGE_SIZE = 100;

/**
 * Finishes abandoned creations, then applies the events whose obligation has appeared: those that the
 * eventually consistent index did not show to whoever created it.
 */
export async function sweep(until: number, deps: SweepDeps): Promise<Swept> {
  const intents = await finishAbandoned(until, deps);
  return { ...intents, ...(await settleUnmatched(until, deps)) };
}

async function finishAbandoned(
  until: number,
  deps: SweepDeps,
): Promise<Pick<Swept, 'finished' | 'failed'>> {
  const { intents, clock } = deps;
  const triedBefore = new Date(clock.now() - ABANDONED_AFTER_MS).toISOString();
  const failed: { key: string; error: unknown }[] = [];
  let finished = 0;
  for (const intent of await intents.listAbandoned({ triedBefore, limit: INTENTS_MAX })) {
    if (clock.now() >= until) break;
    try {
      await intents.markTried(intent.key, new Date(clock.now()).toISOString());
      await finishCreation(intent, clock.now() + CREATION_MS_MAX, deps);
      finished += 1;
    } catch (error) {
      failed.push({ key: intent.key, error });
    }
  }
  return { finished, failed };
}

async function settleUnmatched(
  until: number,
  deps: SweepDeps,
): Promise<Pick<Swept, 'settlements' | 'waiting'>> {
  const settlements: Settlement[] = [];
  let waiting = 0;
  let cursor: string | undefined;
  do {
    const page = await deps.ledger.listUnmatched({ limit: PAGE_SIZE, cursor });
    for (const settlement of await settleEvents(page.events.map(fromWaiting), deps, until)) {
      if ('outcome' in settlement && settlement.outcome.kind === 'unmatched') waiting += 1;
      else settlements.push(settlement);
    }
    cursor = page.cursor;
  } while (cursor !== undefined && deps.clock.now() < until);
  return { settlements, waiting };
}
