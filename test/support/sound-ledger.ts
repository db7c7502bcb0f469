import { decide } from '#shared/ledger/decide.ts';
import type { Delivery } from '#shared/models/delivery.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent, WholeEvent } from '#shared/models/held-event.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { kindOf } from '#shared/models/obligation-id.ts';
import { toHeldEvent } from '#shared/use-cases/payments/incoming-event.ts';
import { amountApplied, incoming, movement, opening } from './factories.ts';
import { NOON } from './world.ts';

export type Ledger = {
  readonly obligations: Obligation[];
  readonly entries: Entry[];
  readonly heldEvents: HeldEvent[];
  readonly references: [string, string][];
};

const RECORDED_AT = new Date(NOON).toISOString();

/** The event that tells of the payment. */
export function told(obligationId: string, number: number, amount: number) {
  return amountApplied({
    id: `evt_${obligationId}x${number}`,
    data: {
      id: `ob_${number}`,
      amount,
      payment_id: `pay_${obligationId}x${number}`,
      customer_id: obligationId,
    },
  });
}

export function payment(obligationId: string, number: number, amount: number): Movement {
  return movement(told(obligationId, number, amount));
}

/** What our code writes for obligations, each opened and then paid: the ledger decides, nothing is made up. */
export function soundLedger(paid: Readonly<Record<string, readonly number[]>>): Ledger {
  const ledger: Ledger = { obligations: [], entries: [], heldEvents: [], references: [] };
  for (const [id, amounts] of Object.entries(paid)) {
    const isBill = kindOf(id) === 'bill';
    const more = isBill ? { kind: 'bill' as const, paid: 0 } : {};
    const { obligation, entry } = opening({ id, externalReference: `ref-${id}`, ...more });
    const arrivals = amounts.map((amount, index) => ({ movement: payment(id, index + 2, amount) }));
    const known = { obligation, entries: [], toldByBoth: [], doubts: [] };
    const { posting } = decide(arrivals, known, RECORDED_AT);
    const head = posting && { ...posting.head, newestPayments: [...posting.head.newestPayments] };
    ledger.obligations.push({ ...obligation, ...head });
    ledger.entries.push(...(entry ? [entry] : []), ...(posting?.entries ?? []));
    ledger.references.push([`ref-${id}`, id]);
  }
  return ledger;
}

const REASON = {
  unmatched: 'obligation_unknown',
  quarantined: 'malformed',
  ignored: 'type_without_meaning',
  stale: 'signed_too_long_ago',
} as const;

export function heldEvent(
  event: unknown,
  state: HeldEvent['state'] = 'ignored',
  overrides: Partial<Delivery> = {},
): WholeEvent {
  return toHeldEvent(incoming(event, overrides), { kind: state, reason: REASON[state] });
}
