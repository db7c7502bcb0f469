import { invalidMember, ServiceError } from '#shared/errors.ts';
import type { KnownLedger } from '#shared/ledger/decide.ts';
import {
  amountAside,
  decideDismissal,
  type Settles,
} from '#shared/ledger/exceptions/decide-dismissal.ts';
import {
  alreadySettled,
  type Entered,
  enterByWord,
  type Refused,
} from '#shared/ledger/exceptions/enter-by-word.ts';
import { paymentOf, toldOf } from '#shared/ledger/exceptions/payment-of.ts';
import { adjustmentKey, type Entry, paymentKey } from '#shared/models/entry.ts';
import { type HeldEvent, isWhole } from '#shared/models/held-event.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Posting } from '#shared/models/posting.ts';
import { decidedOf } from '#shared/models/resolution.ts';
import type { Postings } from '#shared/ports/ledger.ts';
import type { SetAside } from '#shared/ports/resolutions.ts';
import { fromWaiting } from '#shared/use-cases/payments/incoming-event.ts';
import { readKnown, toKnown } from '#shared/use-cases/payments/read-known.ts';
import { movementOf } from '#shared/use-cases/payments/read-movement.ts';
import type { Payment } from '#shared/use-cases/payments/settlement.ts';
import type { ResolutionAsked } from './resolve-exception.ts';

/** What a person's word writes beside the event. */
export type ByWord = {
  readonly entry?: Entry;
  readonly posting?: Posting;
  readonly settles?: Settles | undefined;
  readonly setsAside?: SetAside | undefined;
};

/** @throws ServiceError where it cannot be done, or what it would do was done otherwise */
export async function decideByWord(
  event: HeldEvent,
  asked: ResolutionAsked,
  now: string,
  ledger: Postings,
): Promise<ByWord> {
  switch (asked.action) {
    case 'dismiss':
      return dismiss(event, now, ledger);
    case 'apply':
      return entered(await apply(event, asked, now, ledger));
    case 'apply_to':
      return applyTo(event, asked, now, ledger);
  }
}

async function dismiss(event: HeldEvent, now: string, ledger: Postings): Promise<ByWord> {
  const payment = paymentOf(event);
  if (!payment) return {};
  const told = await readTold(payment, ledger);
  const settles = decideDismissal(event, told);
  return { settles, ...(settles && asideOf(event, told.obligation, now)) };
}

async function apply(
  event: HeldEvent,
  asked: ResolutionAsked,
  now: string,
  ledger: Postings,
): Promise<Entered | Refused> {
  const payment = paymentBy(event, asked);
  const known =
    (await readEntered(payment.movement, ledger)) ?? (await readKnown([payment], ledger));
  return enterByWord(payment.movement, known, wordOf(event, asked), now);
}

/** On another obligation than Moment told of; there it is to have no entry. */
async function applyTo(
  event: HeldEvent,
  asked: ResolutionAsked,
  now: string,
  ledger: Postings,
): Promise<ByWord> {
  const { incoming, movement } = paymentBy(event, asked);
  const { obligationId: told, paymentId } = movement;
  const { obligation: obligationId = told } = asked;
  if (obligationId === told) {
    throw invalidMember(
      'obligation',
      'is the one that Moment told of: have it count there by apply',
    );
  }
  const payment = { paymentId, obligationId: told };
  const { obligation: toldOn, entries, doubts } = await readTold(payment, ledger);
  const [there] = entries;
  if (there) throw toError(alreadySettled(there.key));
  const settled = doubts.find((doubt) => doubt.settled)?.settled;
  if (settled) throw toError(alreadySettled(settled.entry));
  const elsewhere: Movement = {
    ...movement,
    obligationId,
    key: paymentKey({ paymentId, obligationId }),
  };
  const known = await readKnown([{ incoming, movement: elsewhere }], ledger);
  const { entry, posting } = entered(enterByWord(elsewhere, known, wordOf(event, asked), now));
  return {
    ...{ entry, posting },
    settles: { payment, settled: { action: 'apply_to', entry: entry.key, ...toldOf(event) } },
    ...asideOf(event, toldOn, now),
  };
}

/** For whoever tells Moment. */
function asideOf(
  event: HeldEvent,
  obligation: Obligation | undefined,
  at: string,
): Pick<ByWord, 'setsAside'> {
  const amount = amountAside(event, obligation);
  return obligation && amount !== undefined
    ? { setsAside: { obligationId: obligation.id, amount, at } }
    : {};
}

/** As the payment that it tells of, known by the event's own id where it has none, and with who decided. */
function paymentBy(event: HeldEvent, asked: ResolutionAsked): Payment {
  if (!isWhole(event)) throw new ServiceError('exception.not_resolvable', GONE);
  const incoming = fromWaiting(event);
  const told = incoming.event;
  if (told.kind !== 'payment') {
    throw new ServiceError(
      'exception.not_resolvable',
      `It tells of no payment: it is ${told.kind}`,
    );
  }
  const { payment } = told;
  const movement = movementOf(payment, payment.paymentId ?? payment.eventId, incoming);
  const decided = decidedOf(asked);
  return { incoming, movement: { ...movement, cause: { ...movement.cause, decided } } };
}

const GONE = 'Its raw event is gone: it can be dismissed, and nothing else';

function wordOf({ reason }: HeldEvent, { confirm }: ResolutionAsked) {
  return { reason, confirmed: confirm };
}

/** The payment's entry, with what its amount was put right by; undefined where it has none. */
async function readEntered(movement: Movement, ledger: Postings): Promise<KnownLedger | undefined> {
  const keys = [movement.key, adjustmentKey(movement)];
  const state = await ledger.readLedger(movement.obligationId, { entries: keys });
  return state.entries.length > 0 ? toKnown(state) : undefined;
}

/** What stands where the payment's entry would. */
function readTold(payment: { paymentId: string; obligationId: string }, ledger: Postings) {
  return ledger.readLedger(payment.obligationId, { entries: [paymentKey(payment)] });
}

/** @throws ServiceError */
function entered(decision: Entered | Refused): Pick<Entered, 'entry' | 'posting'> {
  if (decision.kind === 'refused') throw toError(decision);
  const { entry, posting } = decision;
  return { entry, posting };
}

function toError({ code, message, members = {} }: Refused): ServiceError {
  return new ServiceError(code, message, { members });
}
