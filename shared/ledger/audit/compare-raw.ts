import { hashBytes } from '#shared/models/bytes.ts';
import type { EventCause } from '#shared/models/cause.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import type { ToldPayment } from '#shared/moment/wire/told-event.ts';

/** Facts as they are entered, beside those that the raw event tells. */
export type Facts = readonly (readonly [name: string, entered: unknown, told: unknown])[];
export type Compared = { readonly differences: readonly string[]; readonly toldAmount: number };

/** That the bytes are not those that were kept, in words. */
export function alteration(raw: Uint8Array, hash: string): readonly string[] {
  const now = hashBytes(raw);
  return now === hash ? [] : [`its raw event was changed: it hashes to ${now}, kept was ${hash}`];
}

/** How it differs from what its raw event tells, or in words why that is no payment. */
export function compare(
  raw: Uint8Array,
  facts: (payment: ToldPayment) => Facts,
): Compared | string {
  const told = readMomentEvent(raw);
  if (told.kind !== 'payment') return `its raw event is no payment but ${told.kind}`;
  const differences = facts(told.payment)
    .filter(([, entered, tells]) => entered !== tells)
    .map(([name, entered, tells]) => `${name} ${tells ?? 'none'}, entered ${entered ?? 'none'}`);
  return { differences, toldAmount: told.payment.amount };
}

export function causeFacts({ id, type, dataId }: EventCause, payment: ToldPayment): Facts {
  return [
    ['event', id, payment.eventId],
    ['event type', type, payment.eventType],
    ['data.id', dataId, payment.dataId],
  ];
}
