import { type Entry, paymentKey } from '#shared/models/entry.ts';
import { addMinorUnits } from '#shared/models/money.ts';
import { isTracked, type Obligation, type TrackedObligation } from '#shared/models/obligation.ts';
import type { Payment } from '#shared/moment/wire/moment-event.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { type Outcome, quarantined } from './outcome.ts';

export type Decision = {
  /** One per event, in their order. */
  readonly outcomes: readonly Outcome[];
  /** In sequence; empty if no balance moves. */
  readonly entries: readonly Entry[];
};

/**
 * What becomes of events on one obligation. Moment redelivers, and tells of one payment by several events:
 * whatever meets the key of an entry that exists changes nothing if it tells the same, and goes to a person
 * if it tells otherwise.
 *
 * @param known entries that exist under the keys of some of these payments.
 */
export function decideEvents(
  obligation: Obligation | undefined,
  events: readonly IncomingEvent[],
  known: readonly Entry[] | undefined,
  recordedAt: string,
): Decision {
  const entered = new Map(known?.map((entry) => [entry.key, entry] as const));
  const entries: Entry[] = [];
  const outcomes = events.map((incoming): Outcome => {
    const outcome = decideEvent(incoming, {
      obligation,
      entered,
      newest: entries.at(-1),
      recordedAt,
    });
    if (outcome.kind === 'applied') {
      entries.push(outcome.entry);
      entered.set(outcome.entry.key, outcome.entry);
    }
    return outcome;
  });
  return { outcomes, entries };
}

type Situation = {
  readonly obligation: Obligation | undefined;
  readonly entered: ReadonlyMap<string, Entry>;
  /** The entry decided just before, whose balance is not yet the obligation's. */
  readonly newest: Entry | undefined;
  readonly recordedAt: string;
};

function decideEvent(incoming: IncomingEvent, situation: Situation): Outcome {
  const { event } = incoming;
  switch (event.kind) {
    case 'irrelevant':
      return { kind: 'ignored', reason: event.reason };
    case 'malformed':
      return quarantined('malformed', event.detail);
    case 'payment':
      return decidePayment(incoming, event.payment, situation);
  }
}

function decidePayment(incoming: IncomingEvent, payment: Payment, situation: Situation): Outcome {
  const { obligation, entered } = situation;
  if (payment.amount <= 0) {
    return quarantined(
      'amount_not_positive',
      `data.amount is ${payment.amount}; a payment is positive`,
    );
  }
  if (!obligation) return { kind: 'unmatched', reason: 'obligation_unknown' };
  if (!isTracked(obligation)) {
    return quarantined('balance_not_tracked', `${obligation.id} was created without a balance`);
  }
  if (payment.currency !== obligation.currency) {
    return quarantined(
      'currency_mismatch',
      `${payment.currency} paid on a balance in ${obligation.currency}`,
    );
  }
  const existing = entered.get(paymentKey(payment));
  if (!existing) return enterPayment(incoming, payment, obligation, situation);
  const contradiction = findContradiction(existing, payment);
  return contradiction
    ? quarantined('payment_retold', contradiction)
    : { kind: 'duplicate', entryKey: existing.key };
}

function enterPayment(
  { raw, hash, webhookTimestamp }: IncomingEvent,
  payment: Payment,
  obligation: TrackedObligation,
  { newest, recordedAt }: Situation,
): Outcome {
  const balance = newest?.endingBalance ?? obligation.balance;
  const endingBalance = addMinorUnits(balance, -payment.amount);
  if (endingBalance === undefined) {
    return quarantined(
      'balance_out_of_range',
      `${balance} less ${payment.amount} is not an exact number`,
    );
  }
  const entry: Entry = {
    key: paymentKey(payment),
    obligationId: obligation.id,
    sequence: (newest?.sequence ?? obligation.sequence) + 1,
    type: 'payment',
    amount: -payment.amount,
    endingBalance,
    currency: obligation.currency,
    paymentId: payment.paymentId,
    // The quickstart's form of the event has no time; then the time of signing is the nearest.
    effectiveAt: payment.effectiveAt ?? new Date(webhookTimestamp * 1000).toISOString(),
    recordedAt,
    event: { id: payment.eventId, type: payment.eventType, dataId: payment.dataId, raw, hash },
  };
  return { kind: 'applied', entry };
}

/** How the payment differs from what is entered under its key, if it does. */
function findContradiction(entry: Entry, payment: Payment): string | undefined {
  if (entry.amount !== -payment.amount) {
    return `${entry.key} is entered with ${-entry.amount}, and told again with ${payment.amount}`;
  }
  if (entry.event?.type === payment.eventType && entry.event.dataId !== payment.dataId) {
    return `${entry.key} is entered for ${entry.event.dataId}, and told again for ${payment.dataId}`;
  }
  return undefined;
}
