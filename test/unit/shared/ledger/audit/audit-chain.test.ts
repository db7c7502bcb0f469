import { describe, expect, test } from 'vitest';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import type { EventCause } from '#shared/models/cause.ts';
import { canonicalFacts, chainStart, hashEntry } from '#shared/models/chain.ts';
import { type Entry, paymentKey } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { type Ledger, soundLedger } from '#test/support/sound-ledger.ts';

const A = 'bcus_A';
const paid = () => soundLedger({ [A]: [1000, 2000, 3000], bcus_B: [100] });

/** What each forgery below leaves as it must be: every sum, every key, and every raw event. */
type Forgery = (ledger: Ledger) => void;

const at = ({ entries }: Ledger, sequence: number) =>
  entries.findIndex((entry) => entry.obligationId === A && entry.sequence === sequence);
const edit = (sequence: number, change: (entry: Entry) => object): Forgery => {
  return (ledger) => {
    const index = at(ledger, sequence);
    const entry = ledger.entries[index] as Entry;
    ledger.entries[index] = { ...entry, ...change(entry) } as Entry;
  };
};
const editHead = (change: Partial<Obligation>): Forgery => {
  return ({ obligations }) => {
    obligations[0] = { ...(obligations[0] as Obligation), ...change };
  };
};
const all = (...forgeries: readonly Forgery[]): Forgery => {
  return (ledger) => {
    for (const forge of forgeries) forge(ledger);
  };
};
const moveBalances = (from: number, by: number): Forgery => {
  return (ledger) => {
    for (const [index, entry] of ledger.entries.entries()) {
      if (entry.obligationId !== A || entry.sequence < from) continue;
      ledger.entries[index] = { ...entry, endingBalance: entry.endingBalance + by };
    }
    const head = ledger.obligations[0] as Obligation;
    ledger.obligations[0] = { ...head, balance: (head.balance ?? 0) + by };
  };
};
const evidence = (change: Partial<EventCause['evidence']>) =>
  edit(3, ({ cause }) =>
    cause.kind === 'event'
      ? { cause: { ...cause, evidence: { ...cause.evidence, ...change } } }
      : {},
  );

/** Somebody pays once more than Moment told: another payment's entry between the second and the third. */
const insert: Forgery = (ledger) => {
  const model = ledger.entries[at(ledger, 2)] as Entry & { readonly paymentId: string };
  for (const [index, entry] of ledger.entries.entries()) {
    if (entry.obligationId !== A || entry.sequence < 3) continue;
    const { sequence, endingBalance, amount } = entry;
    ledger.entries[index] = {
      ...entry,
      sequence: sequence + 1,
      endingBalance: endingBalance + model.amount,
      amount,
    };
  }
  const paymentId = 'pay_inserted';
  const key = paymentKey({ paymentId, obligationId: A });
  const endingBalance = model.endingBalance + model.amount;
  const previous = hashEntry(model);
  ledger.entries.push({ ...model, key, paymentId, sequence: 3, endingBalance, previous } as Entry);
  const head = ledger.obligations[0] as Obligation;
  const sequence = head.sequence + 1;
  ledger.obligations[0] = { ...head, sequence, balance: (head.balance ?? 0) + model.amount };
};

const removeNewest: Forgery = (ledger) => {
  const [gone] = ledger.entries.splice(at(ledger, 4), 1);
  const head = ledger.obligations[0] as Obligation;
  const balance = (head.balance ?? 0) - (gone?.amount ?? 0);
  ledger.obligations[0] = { ...head, sequence: 3, balance };
};

const removeAndCloseUp: Forgery = (ledger) => {
  const [gone] = ledger.entries.splice(at(ledger, 3), 1);
  edit(4, ({ endingBalance }) => ({
    sequence: 3,
    endingBalance: endingBalance - (gone?.amount ?? 0),
  }))(ledger);
  const head = ledger.obligations[0] as Obligation;
  const balance = (head.balance ?? 0) - (gone?.amount ?? 0);
  ledger.obligations[0] = { ...head, sequence: 3, balance };
};

const forgeries: [string, Forgery, sequences: readonly number[]][] = [
  [
    'an edited opening',
    all(
      edit(1, ({ amount }) => ({ amount: amount - 500 })),
      moveBalances(1, -500),
    ),
    [1, 2],
  ],
  [
    'an opening of another command',
    edit(1, () => ({ cause: { kind: 'command', key: 'x' } })),
    [1, 2],
  ],
  ['an inserted payment', insert, [3, 4]],
  ['a deleted newest payment', removeNewest, [3]],
  ['a deleted payment, and what came after it moved up', removeAndCloseUp, [2, 3]],
  [
    'a payment with another time',
    edit(3, () => ({ recordedAt: '2026-06-18T12:00:00.500Z' })),
    [3, 4],
  ],
  ['a payment with another description', edit(3, () => ({ description: 'a gift' })), [3, 4]],
  ['a payment of another Payment Request', edit(3, () => ({ paymentRequest: 'pr_x' })), [3, 4]],
  ['a payment signed at another time', evidence({ webhookTimestamp: 1 }), [3, 4]],
  ['a payment signed with another key', evidence({ keyId: 'x' }), [3, 4]],
  ['a payment delivered under another id', evidence({ webhookId: 'x' }), [3, 4]],
  ['a payment with another signature', evidence({ signature: 'x' }), [3, 4]],
  ['a newest payment that was changed', edit(4, () => ({ description: 'a gift' })), [4]],
  [
    'a first entry of another obligation',
    edit(1, () => ({ previous: chainStart({ id: 'bcus_B', externalReference: `ref-${A}` }) })),
    [1],
  ],
  ['an entry that follows nothing', edit(3, () => ({ previous: undefined })), [2, 3]],
  ['a customer under the reference of another', editHead({ externalReference: 'ref-bcus_C' }), [1]],
  [
    'a head that ends with another entry',
    editHead({ newestHash: chainStart({ id: A, externalReference: `ref-${A}` }) }),
    [4],
  ],
];

test('who had a payment count is among its facts, and of one that counts by itself there is nothing', () => {
  const { entries } = paid();
  const payment = entries.find(({ type }) => type === 'payment') as Entry & { cause: EventCause };
  const said = { actor: 'sub', reason: 'other', note: 'Ticket 77' } as const;
  const decided = { action: 'apply_to', ...said } as const;
  const bare = JSON.parse(canonicalFacts(payment));
  const facts = canonicalFacts({ ...payment, cause: { ...payment.cause, decided } });
  expect(JSON.parse(facts)).toEqual({ ...bare, decided: 'apply_to', ...said });
  for (const name of ['decided', 'actor', 'reason', 'note']) expect(bare).not.toHaveProperty(name);
});

describe('a forger who makes every sum right', () => {
  test.each(forgeries)(
    'is told by %s, with the obligation and the lines',
    (_what, forge, lines) => {
      const ledger = paid();
      forge(ledger);
      const found = auditSnapshot(ledger).filter(({ kind }) => kind === 'chain_broken');
      expect(found[0]).toMatchObject({ obligationId: A });
      expect(found[0]?.entries.map(({ sequence }) => sequence)).toEqual(lines);
    },
  );

  test.each(forgeries)('is suspected by %s while entries stream by', (_what, forge) => {
    const ledger = paid();
    forge(ledger);
    const audit = new LedgerAudit();
    for (const obligation of ledger.obligations) audit.addObligation(obligation);
    for (const entry of ledger.entries) audit.addEntry(entry);
    for (const pair of ledger.references) audit.addReference(...pair);
    expect(audit.suspects().map(({ obligationId }) => obligationId)).toEqual([A]);
  });
});

test('sums of two audits are not those of each other: nobody can have written for both', () => {
  const sums = () => {
    const audit = new LedgerAudit();
    for (const obligation of paid().obligations) audit.addObligation(obligation);
    return audit.save().sums.sums;
  };
  expect(sums()).not.toEqual(sums());
});

test.each<[string, Forgery, string]>([
  [
    'in the middle',
    edit(3, () => ({ description: 'x' })),
    'entry 4 was written after another entry 3 than the one that is there: one of them was changed or replaced',
  ],
  [
    'at its beginning',
    editHead({ externalReference: 'ref-bcus_C' }),
    'entry 1, the first, was written for another obligation, or under another reference',
  ],
  [
    'at its end',
    edit(4, () => ({ description: 'x' })),
    'entry 4, the newest, is not the one that the obligation ends with: it was changed or replaced',
  ],
])('a chain that is broken %s says so', (_where, forge, message) => {
  const ledger = paid();
  forge(ledger);
  expect(auditSnapshot(ledger).find(({ kind }) => kind === 'chain_broken')?.message).toBe(message);
});

describe('what is hashed of an entry', () => {
  const entry = paid().entries[1] as Entry;

  test('is JSON of all its facts by name, without its raw event', () => {
    const facts = JSON.parse(canonicalFacts(entry));
    expect(Object.keys(facts)).toEqual(Object.keys(facts).toSorted());
    expect(Object.keys(facts)).toEqual([
      'amount',
      'currency',
      'dataId',
      'effectiveAt',
      'endingBalance',
      'eventId',
      'eventType',
      'hash',
      'key',
      'keyId',
      'obligationId',
      'paymentId',
      'previous',
      'recordedAt',
      'sequence',
      'signature',
      'type',
      'webhookId',
      'webhookTimestamp',
    ]);
    expect(canonicalFacts(entry)).toBe(JSON.stringify(facts));
  });

  test('is the same once it was kept, whatever characters it has', () => {
    const told = { ...entry, description: 'half \uD83D' };
    expect(hashEntry(told)).toBe(hashEntry({ ...entry, description: 'half \uFFFD' }));
  });
});
