import { expect, test } from 'vitest';
import { whyGone } from '#shared/ledger/exceptions/why-gone.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { KeptException } from '#shared/models/exception.ts';
import { readExceptionId } from '#shared/models/exception-id.ts';
import { amountApplied, intent, presentation } from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NOON } from '#test/support/world.ts';

const at = new Date(NOON).toISOString();
const EVENT = `event:${'a'.repeat(43)}:pay_1`;
const why = (
  id: string,
  kept?: KeptException,
  entered: readonly Pick<StatementLine, 'key' | 'obligationId'>[] = [],
) => whyGone(readExceptionId(id), kept, entered as readonly StatementLine[]);

test('what is no id is told where to look', () => {
  expect(why('nothing')).toBe('No exception has this id; GET /exceptions lists those that wait');
});

test('what settled by itself names the entry of its payment', () => {
  const entry = { key: 'pay_1@bill_1', obligationId: 'bill_1' };
  expect(why(EVENT, undefined, [entry])).toBe(
    'It settled: its payment is entered as pay_1@bill_1, an entry of GET /bills/bill_1/entries',
  );
  expect(why(EVENT)).toBe(
    'No exception has this id; GET /exceptions lists those that wait, and one that settled by itself is gone',
  );
});

test('an event that is ignored says why', () => {
  const event = heldEvent(amountApplied(), 'ignored');
  expect(why(EVENT, { of: 'event', event, isListed: false })).toBe(
    'It waits for nobody: the event is ignored, type_without_meaning',
  );
});

test('an intent says that it is done, and what it made, or that it is under way', () => {
  const begun = presentation({ startedAt: at });
  const done = { id: 'pr_1', status: 'active', amount: 1, currency: 'ZAR' };
  expect(why('intent:key-1', { of: 'intent', intent: begun })).toBe(
    `It is none yet: the command began at ${at}, and is carried on by itself`,
  );
  expect(why('intent:key-1', { of: 'intent', intent: { ...begun, done } })).toBe(
    'It settled: the command made pr_1',
  );
  const created = intent({ done: { obligationId: 'bcus_1', openedAt: at } });
  expect(why('intent:key-1', { of: 'intent', intent: created })).toBe(
    'It settled: the command made bcus_1',
  );
  expect(why('intent:key-1')).toMatch(/is gone$/);
});

test.each(['push', 'drift'])('a %s says where to see what Moment knows', (kind) => {
  expect(why(`${kind}:bacc_1`)).toBe(
    'It is none, or none any more: GET /accounts/bacc_1 shows in at_moment what Moment knows',
  );
});
