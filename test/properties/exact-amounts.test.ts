import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { decideEvents } from '#shared/ledger/decide-events.ts';
import { parseExactJson } from '#shared/models/exact-json.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { amountApplied, incoming, obligation } from '#test/support/factories.ts';

const RUNS = 2_000;
// Thousands of runs on a machine that does other work too.
vi.setConfig({ testTimeout: 60_000 });
const MAX = BigInt(Number.MAX_SAFE_INTEGER);

const nearTheLimit = fc
  .tuple(fc.bigInt({ min: -3n, max: 3n }), fc.constantFrom(1n, 2n, 10n, -1n))
  .map(([off, times]) => String(MAX * times + off));
const digits = fc.oneof(
  nearTheLimit,
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
  fc.maxSafeInteger().map(String),
  fc.constantFrom('0', '-0', '1'),
);
/** A number as JSON may write it: whole, with decimals, with an exponent. */
const literal = fc
  .tuple(
    digits,
    fc.oneof(
      { weight: 2, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.stringMatching(/^\.[0-9]{1,20}$/) },
      { weight: 1, arbitrary: fc.constantFrom('.0', '.4', '.5', '.9999999999999999999') },
    ),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/) },
    ),
  )
  .map((parts) => parts.join(''));

/** What the text says, as numerator and denominator, by whole numbers alone. */
function exactly(text: string): { readonly over: bigint; readonly under: bigint } {
  const [, sign = '', whole = '', decimals = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const over = BigInt(`${sign}${whole}${decimals}`);
  const power = Number(exponent) - decimals.length;
  return power < 0
    ? { over, under: 10n ** BigInt(-power) }
    : { over: over * 10n ** BigInt(power), under: 1n };
}

const bodyWith = (amount: string) =>
  Buffer.from(JSON.stringify(amountApplied()).replace('15000', amount));

describe('an amount, however it is written,', () => {
  test('is read exactly, or not at all', async () => {
    await fc.assert(
      fc.property(literal, (text) => {
        const event = readMomentEvent(bodyWith(text));
        if (event.kind === 'payment') {
          const { over, under } = exactly(text);
          expect(BigInt(event.payment.amount) * under).toBe(over);
        } else {
          expect(event.kind).toBe('malformed');
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('is read if it is a whole number within the limit, and only then', async () => {
    await fc.assert(
      fc.property(digits, (text) => {
        const fits = BigInt(text) <= MAX && BigInt(text) >= -MAX;
        const event = readMomentEvent(bodyWith(text));
        expect(event.kind).toBe(fits ? 'payment' : 'malformed');
      }),
      { numRuns: RUNS },
    );
  });

  test.each([
    ['1e3'],
    ['15000.0'],
    ['15000.00000000000000000001'],
    ['9007199254740991.4'],
    ['9007199254740992'],
    ['9007199254740993'],
    ['1E400'],
    ['5e-324'],
    ['"15000"'],
    ['015000'],
    ['+15000'],
    ['15000n'],
    ['NaN'],
    ['null'],
  ])('is not read from %s', (text) => {
    expect(readMomentEvent(bodyWith(text)).kind).toBe('malformed');
  });
});

test('all else in JSON is read as JSON.parse reads it', async () => {
  const wholeNumbersAsWritten = (_key: string, value: unknown) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) ? 'too large' : value;
  await fc.assert(
    fc.property(fc.json(), (text) => {
      const plain = JSON.stringify(JSON.parse(text), wholeNumbersAsWritten);
      expect(parseExactJson(plain)).toEqual(JSON.parse(plain));
    }),
    { numRuns: RUNS },
  );
});

test('a payment moves the balance by exactly its amount, or is quarantined and moves nothing', async () => {
  const amounts = fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.property(fc.maxSafeInteger(), amounts, (balance, paid) => {
      const events = paid.map((amount, n) =>
        incoming(amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, amount } })),
      );
      const { entries, outcomes } = decideEvents(obligation({ balance }), events, [], '');
      let expected = BigInt(balance);
      for (const [n, amount] of paid.entries()) {
        const next = expected - BigInt(amount);
        const fits = amount > 0 && next >= -MAX;
        expect(outcomes[n]?.kind).toBe(fits ? 'applied' : 'quarantined');
        if (!fits) continue;
        expected = next;
        const entry = entries.find(({ key }) => key.startsWith(`pay_${n}@`));
        expect(BigInt(entry?.endingBalance ?? Number.NaN)).toBe(expected);
      }
      expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, n) => n + 2));
    }),
    { numRuns: 700 },
  );
});
