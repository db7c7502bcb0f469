import { expect, test } from 'vitest';
import {
  historyOfEvent,
  historyOfHead,
  historyOfIntent,
} from '#shared/ledger/exceptions/history-of.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import { amountApplied, CUSTOMER, intent, obligation, PAYMENT } from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NOON } from '#test/support/world.ts';

const at = (minute: number) => new Date(NOON + minute * 60_000).toISOString();

test('the history of an event has when it was signed and received, entered and decided, in order', () => {
  const held = heldEvent(amountApplied(), 'stale', { receivedAt: at(5) });
  const entry: StatementLine = {
    ...{ key: `${PAYMENT}@${CUSTOMER}`, obligationId: CUSTOMER, sequence: 2, type: 'payment' },
    ...{ amount: -15000, endingBalance: 5000, currency: 'ZAR', effectiveAt: at(0) },
    recordedAt: at(9),
  };
  const decided = { actor: 'jane', reason: 'other', requestHash: 'h', state: 'stale' } as const;
  const earlier = { ...decided, action: 'dismiss', at: at(6), note: 'late' } as const;
  const resolution = { ...decided, action: 'apply', at: at(9), entry: entry.key } as const;
  expect(historyOfEvent({ ...held, earlier, resolution }, [entry])).toEqual([
    { at: at(0), what: 'signed' },
    { at: at(5), what: 'received', detail: 'stale, signed_too_long_ago' },
    { at: at(6), what: 'decided', action: 'dismiss', actor: 'jane', reason: 'other', note: 'late' },
    {
      ...{ at: at(9), what: 'entered', entry: entry.key, obligationId: CUSTOMER },
      ...{ amount: -15000, currency: 'ZAR' },
    },
    {
      ...{ at: at(9), what: 'decided', action: 'apply', actor: 'jane', reason: 'other' },
      entry: entry.key,
    },
  ]);
  expect(historyOfEvent(held, [])).toHaveLength(2);
});

test('that of an intent has when it was begun', () => {
  expect(historyOfIntent(intent({ startedAt: at(0) }))).toEqual([
    { at: at(0), what: 'begun', detail: 'create_customer' },
  ]);
});

test('that of a head has what Moment had, and since when it is to be told', () => {
  const atMoment = { balance: 700, sequence: 3, at: at(5), pushed: true };
  const untold = {
    state: 'drift',
    dueAt: at(4),
    since: at(4),
    refusals: 0,
    drift: 'refused',
  } as const;
  expect(historyOfHead(obligation({ atMoment, untold }))).toEqual([
    { at: at(4), what: 'waits', detail: 'refused' },
    { at: at(5), what: 'at_moment', amount: 700, currency: 'ZAR', detail: 'as of entry 3' },
  ]);
  expect(historyOfHead(obligation())).toEqual([]);
});
