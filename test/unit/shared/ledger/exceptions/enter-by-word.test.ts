import { describe, expect, test } from 'vitest';
import type { KnownLedger } from '#shared/ledger/decide.ts';
import { amountAside, decideDismissal } from '#shared/ledger/exceptions/decide-dismissal.ts';
import { enterByWord, type Word } from '#shared/ledger/exceptions/enter-by-word.ts';
import { paymentOf, waitingBeside } from '#shared/ledger/exceptions/payment-of.ts';
import { hashEntry } from '#shared/models/chain.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import type { Entry, PaymentEntry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { paid, postingOf } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';

const NOW = '2026-06-18T12:00:01.000Z';
const KEY = `${PAYMENT}@${CUSTOMER}`;
const decided = { action: 'apply', actor: 'sub', reason: 'paid_elsewhere' } as const;
const by = (event: unknown) => {
  const told = movement(event);
  return { ...told, cause: { ...told.cause, decided } };
};
const known = (more: Partial<KnownLedger> = {}): KnownLedger => ({
  ...{ obligation: obligation(), entries: [], toldByBoth: [], doubts: [] },
  ...more,
});
const enter = (
  more: Partial<KnownLedger> = {},
  word: Word = { reason: 'signed_too_long_ago' },
  event: unknown = amountApplied(),
) => enterByWord(by(event), known(more), word, NOW);
const doubtOf = (more: Partial<Doubt> = {}): Doubt => ({
  ...{ paymentId: PAYMENT, obligationId: CUSTOMER },
  ...more,
});
const newest = (paymentId: string) => ({ paymentId, toldBy: 'request' as const, amount: 15000 });
const owing = (...paymentIds: string[]) => ({
  obligation: obligation({ newestPayments: paymentIds.map(newest) }),
});

describe('a payment that a person has count', () => {
  test('is entered after what is there, and Moment is told', () => {
    const { newestHash } = obligation();
    const doubt = doubtOf({ request: 'pay_2' });
    const decision = enter(
      { doubts: [doubt] },
      { reason: 'malformed', confirmed: [`pay_2@${CUSTOMER}`] },
    );
    if (decision.kind !== 'entered') throw new Error(decision.message);
    const { entry } = decision;
    expect(entry).toMatchObject({
      key: KEY,
      amount: -15000,
      applied: -15000,
      previous: newestHash,
    });
    expect(decision).toStrictEqual({
      kind: 'entered',
      entry,
      posting: {
        obligationId: CUSTOMER,
        expected: { sequence: 1, balance: 20000, newestHash },
        head: {
          ...{ sequence: 2, balance: 5000, newestHash: hashEntry(entry), recordedAt: NOW },
          newestPayments: [{ paymentId: PAYMENT, toldBy: 'application', amount: 15000 }],
        },
        entries: [entry],
        tellMoment: true,
        ruledOut: doubt,
      },
    });
  });

  test('rules out the doubt about itself, and no other', () => {
    const other = doubtOf({ paymentId: 'pay_2', settled: { action: 'dismiss' } });
    const decision = enter({ doubts: [other] });
    if (decision.kind !== 'entered') throw new Error(decision.message);
    expect(decision.posting).not.toHaveProperty('ruledOut');
  });

  test('is an adjustment where it has an entry, and no newest payment', () => {
    const { entries, head } = postingOf([paid({ id: PAYMENT })]);
    const owed = obligation({ ...head, newestPayments: [] });
    const decision = enter({ entries, obligation: owed }, { reason: 'payment_retold' });
    expect(decision).toMatchObject({
      kind: 'entered',
      entry: { key: `applied:${KEY}`, amount: -14900, applied: -15000, adjusts: KEY },
      posting: { head: { newestPayments: [] } },
    });
  });

  test.each(['payment_retold', 'signed_too_long_ago'] as const)(
    'is settled where something else has its key: told as %s',
    (reason) => {
      const [payment] = postingOf([paid({ id: PAYMENT })]).entries;
      const entries = [{ ...payment, type: 'charge' } as unknown as Entry];
      expect(enter({ entries }, { reason })).toMatchObject({ code: 'exception.settled' });
    },
  );
});

describe('what a payment may be in already', () => {
  const inDoubt = (...args: Parameters<typeof enter>) => {
    const decision = enter(...args);
    return decision.kind === 'refused' ? decision.members?.['entries'] : decision.kind;
  };
  const other = `pay_2@${CUSTOMER}`;

  test('is told with all of it, each once', () => {
    const more = { ...owing('pay_2', 'pay_3'), doubts: [doubtOf({ application: 'pay_2' })] };
    const entries = [other, `pay_3@${CUSTOMER}`];
    expect(enter(more)).toEqual({
      kind: 'refused',
      code: 'exception.in_doubt',
      message: `It may be in ${other}, pay_3@${CUSTOMER} already: look, and send confirm with these ids if it is another payment`,
      members: { entries },
    });
    expect(inDoubt(more, { reason: 'balance_out_of_range', confirmed: entries })).toBe('entered');
  });

  test('is what an event raised before, though it is none of the newest by now', () => {
    for (const name of ['application', 'request'] as const) {
      expect(inDoubt({ doubts: [doubtOf({ [name]: 'pay_2' })] })).toEqual([other]);
      expect(inDoubt({ doubts: [doubtOf({ [name]: PAYMENT })] })).toEqual([`opening:${CUSTOMER}`]);
    }
  });

  test('is not what the word is about: of the same event alone', () => {
    const twice = { reason: 'perhaps_told_twice' } as const;
    expect(inDoubt({ doubts: [doubtOf({ application: 'pay_2' })] }, twice)).toBe('entered');
    expect(inDoubt({ doubts: [doubtOf({ request: 'pay_2' })] }, twice)).toEqual([other]);
    expect(inDoubt({ doubts: [doubtOf({ application: PAYMENT })] }, twice)).toBe('entered');
    expect(inDoubt(owing('pay_2'), twice)).toEqual([other]);
    const contained = { reason: 'perhaps_contained' } as const;
    expect(inDoubt({ doubts: [doubtOf({ application: PAYMENT })] }, contained)).toBe('entered');
    expect(inDoubt({ doubts: [doubtOf({ application: 'pay_2' })] }, contained)).toEqual([other]);
    expect(inDoubt({ obligation: obligation({ containedUntil: NOW }) }, contained)).toBe('entered');
    expect(inDoubt({ obligation: obligation({ containedUntil: NOW }) }, twice)).toEqual([
      `opening:${CUSTOMER}`,
    ]);
  });

  test('is no payment that both events told of', () => {
    const toldByBoth = [[other, 'ob_2']] as const;
    expect(inDoubt({ ...owing('pay_2'), toldByBoth })).toBe('entered');
  });

  test('is no payment that was told by an event of the same type', () => {
    const event = paymentRequestPaid();
    expect(inDoubt(owing('pay_2'), { reason: 'malformed' }, event)).toBe('entered');
  });
});

describe('a dismissal', () => {
  const event = (more: Partial<HeldEvent> = {}): HeldEvent => ({
    ...heldEvent(amountApplied(), 'quarantined'),
    reason: 'balance_not_tracked',
    ...more,
  });
  const [payment] = postingOf([paid({ id: PAYMENT })]).entries as [PaymentEntry];
  const [another] = postingOf([paid({ id: 'pay_2' })]).entries as [PaymentEntry];
  const settles = {
    payment: { paymentId: PAYMENT, obligationId: CUSTOMER },
    settled: { action: 'dismiss', amount: 15000, currency: 'ZAR' },
  };

  test('keeps its payment from having an entry where it was told, if it has none', () => {
    const dismissed = doubtOf({ settled: { action: 'dismiss' } });
    const decide = (entries: readonly Entry[], doubts: readonly Doubt[]) =>
      decideDismissal(event(), { entries, doubts });
    expect(decide([], [])).toStrictEqual(settles);
    expect(decide([another], [{ ...dismissed, paymentId: 'pay_2' }])).toStrictEqual(settles);
    expect(decide([], [doubtOf({ application: 'pay_2' })])).toStrictEqual(settles);
    expect(decide([payment], [])).toBeUndefined();
    expect(decide([], [dismissed])).toBeUndefined();
  });

  test('of what tells of none, or of a stale one, keeps nothing', () => {
    const nothing = { entries: [], doubts: [] };
    expect(decideDismissal(event({ state: 'stale' }), nothing)).toBeUndefined();
    expect(decideDismissal(event({ reason: 'malformed' }), nothing)).toBeUndefined();
    expect(decideDismissal(event({ reason: 'currency_mismatch' }), nothing)).toBeUndefined();
    expect(
      decideDismissal(event({ amount: undefined, currency: undefined }), nothing)?.settled,
    ).toStrictEqual({ action: 'dismiss' });
  });

  test('sets aside what its obligation may be lowered by, in its currency', () => {
    expect(amountAside(event(), obligation())).toBe(15000);
    expect(amountAside(event(), undefined)).toBeUndefined();
    expect(amountAside(event({ currency: 'USD' }), obligation())).toBeUndefined();
    expect(amountAside(event(), obligation({ balance: undefined }))).toBeUndefined();
  });

  test('is about the payment, by its id or the event’s own, on the obligation', () => {
    const { payment: of } = settles;
    expect(paymentOf(event())).toEqual(of);
    expect(paymentOf(event({ paymentId: undefined, eventId: 'evt_1' }))).toEqual({
      ...of,
      paymentId: 'evt_1',
    });
    for (const none of [
      { paymentId: undefined, eventId: undefined },
      { obligationId: undefined },
      { reason: 'malformed' as const },
      { reason: 'amount_not_positive' as const },
      { state: 'ignored' as const },
    ]) {
      expect(paymentOf(event(none))).toBeUndefined();
    }
  });

  test('decides about what else waits of the payment', () => {
    const resolution = {
      ...decided,
      ...{ at: NOW, requestHash: 'hash', state: 'quarantined' as const },
    };
    const others = [
      event({ state: 'stale' }),
      event({ paymentId: 'pay_2' }),
      event({ obligationId: 'bcus_2' }),
      event({ state: 'ignored' }),
      event({ reason: 'malformed' }),
      event({ resolution }),
      event({ resolution: { ...resolution, state: 'stale' } }),
    ];
    expect(waitingBeside(event(), others)).toEqual([others[0], others[6]]);
    expect(waitingBeside(event({ reason: 'malformed' }), others)).toEqual([]);
  });
});
