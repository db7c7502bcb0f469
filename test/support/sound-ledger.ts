import { decideEvents } from '#shared/ledger/decide-events.ts';
import { type IncomingEvent, toHeldEvent } from '#shared/ledger/incoming-event.ts';
import type { Delivery } from '#shared/models/delivery.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { amountApplied, incoming, opening } from './factories.ts';
import { NOON } from './world.ts';

export type Ledger = {
  readonly obligations: Obligation[];
  readonly entries: Entry[];
  readonly heldEvents: HeldEvent[];
  readonly references: [string, string][];
};

const RECORDED_AT = new Date(NOON).toISOString();

export function payment(obligationId: string, number: number, amount: number): IncomingEvent {
  const event = amountApplied({
    id: `evt_${obligationId}x${number}`,
    data: {
      id: `ob_${number}`,
      amount,
      payment_id: `pay_${obligationId}x${number}`,
      customer_id: obligationId,
    },
  });
  return incoming(event);
}

/** What our code writes for obligations, each opened and then paid: the ledger decides, nothing is made up. */
export function soundLedger(paid: Readonly<Record<string, readonly number[]>>): Ledger {
  const ledger: Ledger = { obligations: [], entries: [], heldEvents: [], references: [] };
  for (const [id, amounts] of Object.entries(paid)) {
    const { obligation, entry } = opening({ id, externalReference: `ref-${id}` });
    const events = amounts.map((amount, index) => payment(id, index + 2, amount));
    const { entries } = decideEvents(obligation, events, [], RECORDED_AT);
    const newest = entries.at(-1);
    ledger.obligations.push({
      ...obligation,
      ...(newest && { balance: newest.endingBalance, sequence: newest.sequence }),
    });
    ledger.entries.push(...(entry ? [entry] : []), ...entries);
    ledger.references.push([`ref-${id}`, id]);
  }
  return ledger;
}

const REASON = {
  unmatched: 'obligation_unknown',
  quarantined: 'malformed',
  ignored: 'type_without_meaning',
} as const;

export function heldEvent(
  event: unknown,
  state: HeldEvent['state'] = 'ignored',
  overrides: Partial<Delivery> = {},
): HeldEvent {
  return toHeldEvent(incoming(event, overrides), { kind: state, reason: REASON[state] });
}
