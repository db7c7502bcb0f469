import * as z from 'zod/mini';
import { type NewestPayment, Obligation, Profile } from '#shared/models/obligation.ts';
import { parse } from '#shared/models/parsing.ts';
import type { Reference } from '#shared/ports/ledger.ts';
import { headKey, type Item, profileKey } from './keys.ts';
import { fromPushAttributes, toPushAttributes } from './push-attributes.ts';

export function toObligationItem({ id, newestPayments, ...obligation }: Obligation): Item {
  const { atMoment, sending, untold, ...facts } = obligation;
  return {
    ...headKey(id),
    ...facts,
    newestPayments: newestPayments.map(toText),
    ...toPushAttributes({ atMoment, sending, untold }),
  };
}

export function fromObligationItem({
  pk,
  sk: _sk,
  newestPayments = [],
  ...item
}: Item): Obligation {
  const payments = Array.isArray(newestPayments) ? newestPayments.map(fromText) : newestPayments;
  return parse(Obligation, {
    id: pk,
    ...item,
    newestPayments: payments,
    ...fromPushAttributes(item),
  });
}

export function toNewestPayments(payments: readonly NewestPayment[]): readonly string[] {
  return payments.map(toText);
}

export function toProfileItem(obligationId: string, profile: Profile): Item {
  return { ...profileKey(obligationId), ...profile };
}

export function fromProfileItem({ pk: _pk, sk: _sk, ...item }: Item): Profile {
  return parse(Profile, item);
}

const ReferenceItem = z.union([
  z.object({ obligationId: z.string() }),
  z.object({ intentKey: z.string() }),
]);

export function fromReferenceItem(item: Item): Reference {
  const reference = parse(ReferenceItem, item);
  return 'obligationId' in reference
    ? { kind: 'taken', obligationId: reference.obligationId }
    : { kind: 'reserved', intentKey: reference.intentKey };
}

/** `request 2000 pay_...`: short, since the head of a ledger stays below a kilobyte. */
function toText({ paymentId, toldBy, amount }: NewestPayment): string {
  return `${toldBy} ${amount} ${paymentId}`;
}

function fromText(text: unknown): unknown {
  const [, toldBy, amount, paymentId] = /^(\S+) (\d+) (.+)$/.exec(String(text)) ?? [];
  return { toldBy, amount: Number(amount), paymentId };
}
