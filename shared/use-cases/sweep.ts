import { isCreation, openedBy } from '#shared/models/creation.ts';
import type { Intent } from '#shared/models/intent.ts';
import type {
  HeldEvents,
  Obligations,
  Openings,
  Postings,
  WaitingEvents,
  WaitingState,
} from '#shared/ports/ledger.ts';
import { nextLookAt, nextTryAt } from './next-look.ts';
import { type CreationDeps, carryOutCreation } from './obligations/carry-out-creation.ts';
import { carryOn } from './once.ts';
import { fromWaiting, type IncomingEvent } from './payments/incoming-event.ts';
import { heldKeyOf } from './payments/keep-others.ts';
import { type SettleDeps, settleEvents } from './payments/settle-events.ts';
import { settleWaiting } from './payments/settle-waiting.ts';
import type { Settlement } from './payments/settlement.ts';
import {
  carryOutPresentation,
  isForgottenByMoment,
  type PresentingDeps,
} from './presenting/carry-out-presentation.ts';

export type SweepDeps = CreationDeps &
  PresentingDeps &
  SettleDeps & {
    readonly ledger: Obligations & Openings & Postings & HeldEvents;
    readonly waiting: WaitingEvents;
  };

type SettledSome = Pick<Swept, 'settlements' | 'failed'>;
type Failure = { readonly key: string; readonly error: unknown };

export type Swept = {
  /** Intents that were carried to their end. */
  readonly finished: number;
  /** Items that could not be read or carried on with: each fails alone. */
  readonly failed: readonly Failure[];
  /** Waiting events that found their obligation, or could not be settled. */
  readonly settlements: readonly Settlement[];
  /** How many events wait still, and since when the oldest. */
  readonly waiting: { readonly count: number; readonly oldestReceivedAt: string | undefined };
};

const INTENTS_MAX = 100;
const INTENT_MS_MAX = 20_000;
const PAGE_SIZE = 100;

/**
 * Finishes what crashes and races left: commands that were abandoned, and events whose obligation has appeared,
 * which the eventually consistent index did not show to whoever created it.
 *
 * @param until epoch milliseconds; half of the time is for commands, however many of them hang
 */
export async function sweep(until: number, deps: SweepDeps): Promise<Swept> {
  const { clock } = deps;
  const intents = await finishAbandoned(clock.now() + (until - clock.now()) / 2, deps);
  const opened = await settleOpened(intents.opened, until, deps);
  const unmatched = await settleDue('unmatched', until, deps);
  const stale = await settleDue('stale', until, deps);
  return {
    finished: intents.finished,
    failed: [intents, opened, unmatched, stale].flatMap(({ failed }) => failed),
    settlements: [opened, unmatched, stale].flatMap(({ settlements }) => settlements),
    waiting: await deps.waiting.summariseWaiting(),
  };
}

async function finishAbandoned(
  until: number,
  deps: SweepDeps,
): Promise<Pick<Swept, 'finished' | 'failed'> & { readonly opened: readonly string[] }> {
  const { intents, clock } = deps;
  const failed: Failure[] = [];
  const opened: string[] = [];
  let finished = 0;
  const due = await intents.listDue(new Date(clock.now()).toISOString(), INTENTS_MAX);
  for (const key of due) {
    if (clock.now() >= until) break;
    try {
      const done = await finish(key, until, deps);
      if (!done) continue;
      finished += 1;
      opened.push(...done.opened);
    } catch (error) {
      failed.push({ key, error });
    }
  }
  return { finished, failed, opened };
}

/** @returns undefined where nothing was to be done, else the ids of what it opened */
async function finish(
  key: string,
  until: number,
  deps: SweepDeps,
): Promise<{ readonly opened: readonly string[] } | undefined> {
  const { intents, clock } = deps;
  const intent = await intents.find(key).catch(async (error: unknown) => {
    // It is no reason to look at it each time: a hundred of these would hide all others.
    await intents.markTried(key, nextTryAt(new Date(0).toISOString(), clock.now()));
    throw error;
  });
  if (!intent || intent.done) return undefined;
  await intents.markTried(key, nextTryAt(intent.startedAt, clock.now()));
  // Whoever asks again is told, and decides.
  if (intent.operation === 'present_balance' && isForgottenByMoment(intent, clock.now())) {
    return undefined;
  }
  return { opened: await carryOnWith(intent, Math.min(until, clock.now() + INTENT_MS_MAX), deps) };
}

/** @returns ids of what it opened */
async function carryOnWith(
  intent: Intent,
  deadline: number,
  deps: SweepDeps,
): Promise<readonly string[]> {
  if (isCreation(intent)) {
    return openedBy(
      intent,
      await carryOn(intent, (run) => carryOutCreation(run, deadline, deps), deps),
    );
  }
  await carryOn(intent, (run) => carryOutPresentation(run, deadline, deps), deps);
  return [];
}

/** What waited for them may not be due for a day. */
async function settleOpened(
  obligationIds: readonly string[],
  until: number,
  deps: SweepDeps,
): Promise<SettledSome> {
  const settlements: Settlement[] = [];
  const failed: Failure[] = [];
  for (const obligationId of obligationIds) {
    try {
      const waited = await settleWaiting(obligationId, until, deps);
      settlements.push(...waited.settlements);
      failed.push(...waited.unreadable);
    } catch (error) {
      failed.push({ key: obligationId, error });
    }
  }
  return { settlements, failed };
}

async function settleDue(
  state: WaitingState,
  until: number,
  deps: SweepDeps,
): Promise<SettledSome> {
  const { waiting, clock } = deps;
  const settlements: Settlement[] = [];
  const failed: Failure[] = [];
  const now = new Date(clock.now()).toISOString();
  let cursor: string | undefined;
  do {
    const due = await waiting.listDue({ state, now, limit: PAGE_SIZE, cursor });
    failed.push(...due.unreadable);
    for (const settlement of await settleEvents(due.items.map(fromWaiting), until, deps)) {
      const { incoming } = settlement;
      const isInVain = 'outcome' in settlement && settlement.outcome.kind === state;
      if (!isInVain) settlements.push(settlement);
      if (isInVain || 'error' in settlement) failed.push(...(await postpone(incoming, deps)));
    }
    cursor = due.cursor;
  } while (cursor !== undefined && clock.now() < until);
  return { settlements, failed };
}

async function postpone(
  incoming: IncomingEvent,
  { waiting, clock }: SweepDeps,
): Promise<readonly Failure[]> {
  try {
    await waiting.postpone(heldKeyOf(incoming), nextLookAt(incoming.receivedAt, clock.now()));
    return [];
  } catch (error) {
    return [{ key: incoming.hash, error }];
  }
}
