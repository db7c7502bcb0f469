import { expect, test } from 'vitest';
import { decideEvents } from '#shared/ledger/decide-events.ts';
import { amountApplied, incoming, obligation } from '#test/support/factories.ts';

const RECORDED_AT = '2026-06-18T12:00:01.000Z';
const detailsOf = (subject: ReturnType<typeof obligation>, ...events: unknown[]) =>
  decideEvents(
    subject,
    events.map((event) => incoming(event)),
    [],
    RECORDED_AT,
  ).outcomes.map((outcome) => ('detail' in outcome ? outcome.detail : outcome.kind));

test.each([
  ['no payment', obligation(), { amount: -5 }, 'data.amount is -5'],
  ['another currency', obligation(), { currency: 'USD' }, 'USD paid on a balance in ZAR'],
  ['no balance', obligation({ balance: undefined }), {}, 'created without a balance'],
  [
    'too low a balance',
    obligation({ balance: Number.MIN_SAFE_INTEGER }),
    {},
    '-9007199254740991 less 15000',
  ],
])('the person who decides on %s reads what exactly is wrong', (_what, subject, data, words) => {
  expect(detailsOf(subject, amountApplied({ data }))).toEqual([expect.stringContaining(words)]);
});

test('the person who decides on a payment told twice reads both tellings', () => {
  const details = detailsOf(
    obligation(),
    amountApplied(),
    amountApplied({ id: 'evt_2', data: { amount: 14999 } }),
    amountApplied({ id: 'evt_3', data: { id: 'ob_other' } }),
  );
  expect(details).toEqual([
    'applied',
    expect.stringMatching(/entered with 15000, and told again with 14999/),
    expect.stringMatching(/entered for ob_N2a38DJQWPL8K4X42354234, and told again for ob_other/),
  ]);
});

test('a payment that was entered without an event is a duplicate all the same', () => {
  const events = [incoming(amountApplied())];
  const [entered] = decideEvents(obligation(), events, [], RECORDED_AT).entries;
  const known = entered ? [{ ...entered, event: undefined }] : [];
  expect(decideEvents(obligation(), events, known, RECORDED_AT).outcomes).toEqual([
    { kind: 'duplicate', entryKey: entered?.key },
  ]);
});
