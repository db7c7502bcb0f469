import type { SQSBatchResponse } from 'aws-lambda';
import { ServiceError } from '#shared/errors.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { WaitingEvents } from '#shared/ports/ledger.ts';
import type { UntoldObligations } from '#shared/ports/push.ts';
import type { DeliveryQueue } from '#shared/ports/queue.ts';
import type { Chance } from '#test/support/chance.ts';
import type { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import type { MemoryTable } from '#test/support/memory-table.ts';
import { BlindEntry, BlindHold, MarkerAfter } from '#test/support/planted-bugs.ts';
import { DoubledOpening } from './planted-in-adoption.ts';
import {
  AnothersAnswer,
  BlindDiscard,
  ConflictAsError,
  EarlyRelease,
  ForgottenReservation,
  NeverPostponed,
} from './planted-in-commands.ts';
import {
  BlindPost,
  BothIdsCount,
  ExpiringMarker,
  ForgetfulMarker,
  ForgottenDoubt,
  ForgottenRow,
  IgnoredAdjustment,
  KeyedByEvent,
  MomentsBalance,
  NoBalanceCondition,
  UncountedReversal,
} from './planted-in-ledger.ts';
import { ForgottenUpdate, IgnoredEntries, UntoldPayment } from './planted-in-push.ts';

/** A mistake that somebody could make, put around the real parts to see that the simulation finds it. */
export type PlantedBug = {
  readonly ledger?: (
    table: MemoryTable,
    pause: () => Promise<void>,
    now: () => number,
  ) => MemoryLedgerStore;
  readonly intents?: (table: MemoryTable) => IntentStore;
  readonly waiting?: (table: MemoryTable) => WaitingEvents;
  readonly untold?: (table: MemoryTable) => UntoldObligations;
  readonly queue?: (queue: DeliveryQueue) => DeliveryQueue;
  readonly batchAnswer?: (answer: SQSBatchResponse) => SQSBatchResponse;
  /** What a creation is answered in place of being carried out. */
  readonly refusal?: (reference: string, chance: Chance) => ServiceError | undefined;
  /** Whoever can write to the queue is believed. */
  readonly trustsTheQueue?: boolean;
  /** Nobody consumes the queue. */
  readonly isDisabled?: boolean;
};

const omitFirst = ({ batchItemFailures }: SQSBatchResponse): SQSBatchResponse => ({
  batchItemFailures: batchItemFailures.slice(1),
});

const acceptAnyway = (queue: DeliveryQueue): DeliveryQueue => ({
  put: (delivery, groupId) => queue.put(delivery, groupId).catch(() => undefined),
});

const refuseHalf = (reference: string, chance: Chance) =>
  chance.happens(0.5)
    ? new ServiceError('customer.exists_at_moment', `Moment has ${reference} already`)
    : undefined;

export const PLANTED_BUGS: Readonly<Record<string, PlantedBug>> = {
  'marker-outside': { ledger: (table, pause) => new MarkerAfter(table, pause) },
  'forgetful-marker': { ledger: (table, pause) => new ForgetfulMarker(table, pause) },
  'keyed-by-event': { ledger: (table, pause) => new KeyedByEvent(table, pause) },
  'expiring-marker': { ledger: (...args) => new ExpiringMarker(...args) },
  'blind-entry': { ledger: (table, pause) => new BlindEntry(table, pause) },
  'blind-hold': { ledger: (table, pause) => new BlindHold(table, pause) },
  'blind-post': { ledger: (table, pause) => new BlindPost(table, pause) },
  'moments-balance': { ledger: (table, pause) => new MomentsBalance(table, pause) },
  'both-ids-count': { ledger: (table, pause) => new BothIdsCount(table, pause) },
  'forgotten-doubt': { ledger: (table, pause) => new ForgottenDoubt(table, pause) },
  'forgotten-row': { ledger: (table, pause) => new ForgottenRow(table, pause) },
  'ignored-adjustment': { ledger: (table, pause) => new IgnoredAdjustment(table, pause) },
  'no-balance-condition': { ledger: (table, pause) => new NoBalanceCondition(table, pause) },
  'uncounted-reversal': { ledger: (table, pause) => new UncountedReversal(table, pause) },
  'doubled-opening': { ledger: (table, pause) => new DoubledOpening(table, pause) },
  'early-release': { waiting: (table) => new EarlyRelease(table) },
  'never-postponed': { waiting: (table) => new NeverPostponed(table) },
  'blind-discard': { intents: (table) => new BlindDiscard(table) },
  'forgotten-reservation': { intents: (table) => new ForgottenReservation(table) },
  'anothers-answer': { intents: (table) => new AnothersAnswer(table) },
  'conflict-as-error': { intents: (table) => new ConflictAsError(table) },
  'ignored-entries': { untold: (table) => new IgnoredEntries(table) },
  'forgotten-update': { untold: (table) => new ForgottenUpdate(table) },
  'untold-payment': { ledger: (table, pause) => new UntoldPayment(table, pause) },
  'untrue-refusal': { refusal: refuseHalf },
  'failure-omitted': { batchAnswer: omitFirst },
  'accepted-unqueued': { queue: acceptAnyway },
  'trusted-queue': { trustsTheQueue: true },
  'consumer-disabled': { isDisabled: true },
};
