import { describe, expect, test } from 'vitest';
import { type AnchoredHead, AnchoredHeads } from '#shared/ledger/audit/anchored-heads.ts';
import { auditAnchored } from '#shared/ledger/audit/audit-anchored.ts';
import { hashEntry, toChainedLine } from '#shared/models/chain.ts';
import type { Entry } from '#shared/models/entry.ts';
import { soundLedger } from '#test/support/sound-ledger.ts';

const { entries } = soundLedger({ bcus_A: [100, 200, 300], bcus_B: [100] });
const of = (id: string) => entries.filter(({ obligationId }) => obligationId === id);
const A = of('bcus_A');

const headOf = (entry: Entry | undefined, anchor: string): AnchoredHead => {
  if (!entry) throw new Error('no entry');
  const { obligationId, sequence } = entry;
  return { anchor, obligationId, sequence, newestHash: hashEntry(entry) };
};
const HEADS = [headOf(A[1], '2026-11-25'), headOf(A[3], '2026-11-27')];

describe('an anchored head', () => {
  const unseen = (heads: readonly AnchoredHead[], seen: readonly Entry[]) => {
    const anchored = new AnchoredHeads(heads);
    for (const entry of seen) anchored.addEntry(entry);
    return anchored.unseen();
  };

  test('is seen with its entry, in any order and among any others', () => {
    expect(unseen(HEADS, entries)).toEqual([]);
    expect(unseen(HEADS, entries.toReversed())).toEqual([]);
    expect(unseen([], entries)).toEqual([]);
  });

  test('is not seen without it, by obligation', () => {
    const other = headOf(of('bcus_B')[1], '2026-11-27');
    expect(unseen([...HEADS, other], [])).toEqual([HEADS, [other]]);
    expect(unseen([...HEADS, other], A)).toEqual([[other]]);
    expect(unseen(HEADS, A.slice(0, 3))).toEqual([[HEADS[1]]]);
  });

  test('is not seen with another entry of its number', () => {
    const forged = A.map((entry) => ({ ...entry, amount: entry.amount + 1 }));
    expect(unseen(HEADS, forged)).toEqual([HEADS]);
  });
});

describe('the audit of an obligation', () => {
  const lines = A.map(toChainedLine);

  test('finds nothing where all its anchored entries are there', () => {
    expect(auditAnchored(HEADS, lines)).toEqual([]);
    expect(auditAnchored(HEADS, lines.toReversed())).toEqual([]);
    expect(auditAnchored([], [])).toEqual([]);
  });

  test('tells the entry that is gone, and where the ledger ends now', () => {
    expect(auditAnchored(HEADS, lines.slice(0, 3))).toEqual([
      {
        kind: 'rolled_back',
        obligationId: 'bcus_A',
        message:
          'when it was anchored on 2026-11-27, entry 4 was the newest, and it is not there: its ledger ends with entry 3',
        currency: undefined,
        entries: [],
      },
    ]);
  });

  test('of several that are gone tells the first, and how far the ledger had come', () => {
    const later = '; on 2026-11-27 it ended with entry 4';
    const [breach] = auditAnchored(HEADS.toReversed(), lines.slice(0, 1));
    expect(breach?.message).toBe(
      `when it was anchored on 2026-11-25, entry 2 was the newest, and it is not there: its ledger ends with entry 1${later}`,
    );
    const all = [...HEADS, headOf(A[2], '2026-11-26')];
    expect(auditAnchored(all, [])[0]?.message).toBe(
      `when it was anchored on 2026-11-25, entry 2 was the newest, and it is not there: the obligation has no entry${later}`,
    );
  });

  test('shows the entry that took the place of another', () => {
    const forged = A.map((entry) => toChainedLine({ ...entry, amount: 7 }));
    expect(auditAnchored(HEADS.slice(1), forged)).toMatchObject([
      {
        message:
          'when it was anchored on 2026-11-27, entry 4 was the newest, and another entry 4 is there now',
        currency: 'ZAR',
        entries: [{ sequence: 4, amount: 7, key: A[3]?.key }],
      },
    ]);
  });
});
