import { expect, test } from 'vitest';
import { Entry } from '#shared/models/entry.ts';
import { readMomentEvent } from '#shared/models/moment-event.ts';
import { amountApplied } from '#test/support/factories.ts';

const read = (event: unknown) => readMomentEvent(Buffer.from(JSON.stringify(event)));

test.each(['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'])(
  'an event of the type %s has no meaning for balances, like any other that is not known',
  (type) => {
    expect(read({ id: 'evt_1', type, data: {} })).toEqual({
      kind: 'irrelevant',
      eventId: 'evt_1',
      reason: 'type_without_meaning',
    });
  },
);

test.each(['9999-12-31T23:59:59-12:00', '0000-01-01T00:00:00+12:00', 'yesterday'])(
  'the time %s, which no entry could hold, is left out of the payment',
  (created_at) => {
    const event = read(amountApplied({ data: { created_at } }));
    expect(event.kind === 'payment' && event.payment.effectiveAt).toBeUndefined();
  },
);

test.each(['9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z', '2026-06-18T08:45:00+02:00'])(
  'the time %s can be held by an entry',
  (created_at) => {
    const event = read(amountApplied({ data: { created_at } }));
    const effectiveAt = event.kind === 'payment' ? event.payment.effectiveAt : undefined;
    expect(Entry.shape.effectiveAt.safeParse(effectiveAt).success).toBe(true);
  },
);
