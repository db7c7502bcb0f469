import { expect, test } from 'vitest';
import { LedgerSums } from '#shared/ledger/audit/ledger-sums.ts';
import { soundLedger } from '#test/support/sound-ledger.ts';

function unsound(paid: (kept: number) => number): readonly string[] {
  const { obligations, entries } = soundLedger({ bill_A: [5000, 3000], bcus_B: [100] });
  const sums = new LedgerSums();
  for (const one of obligations) {
    sums.addObligation(one.paid === undefined ? one : { ...one, paid: paid(one.paid) });
  }
  for (const entry of entries) sums.addEntry(entry);
  return sums.unsound();
}

test('a bill is paid what its payments add up to', () => {
  expect(unsound((kept) => kept)).toEqual([]);
});

test.each([1, -1, -8000, -16_000])('a bill that is paid %d more than that is unsound', (more) => {
  expect(unsound((kept) => kept + more)).toEqual(['bill_A']);
});
