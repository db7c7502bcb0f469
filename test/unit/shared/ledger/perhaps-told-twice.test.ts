import { describe, expect, test } from 'vitest';
import { decide, type KnownLedger } from '#shared/ledger/decide.ts';
import { withDoubt } from '#shared/models/doubt.ts';
import { paymentKey } from '#shared/models/entry.ts';
import type { NewestPayment } from '#shared/models/obligation.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  paymentRequestPaid,
} from '#test/support/factories.ts';

const NOW = '2026-06-18T12:00:01.000Z';
const request = (payment_id: string, amount = 100) =>
  paymentRequestPaid({ id: `evt_request${payment_id}`, data: { id: 'pr_1', payment_id, amount } });
const applied = (payment_id: string, amount = 100) =>
  amountApplied({ id: `evt_applied${payment_id}`, data: { id: 'ob_1', payment_id, amount } });
const decideOn = (known: Partial<KnownLedger>, ...events: unknown[]) =>
  decide(
    events.map((event) => ({ movement: movement(event) })),
    { obligation: obligation(), entries: [], toldByBoth: [], doubts: [], ...known },
    NOW,
  );
const kindsOf = ({ decided }: ReturnType<typeof decideOn>) =>
  decided.map(({ outcome }) => outcome.kind);
const payment = (
  paymentId: string,
  toldBy: NewestPayment['toldBy'],
  amount = 100,
): NewestPayment => ({ paymentId, toldBy, amount });
const paidBefore = (newestPayments: NewestPayment[], toldByBoth: string[] = []) => ({
  obligation: obligation({ newestPayments }),
  toldByBoth: toldByBoth.map((key) => [key, 'ob_told'] as const),
});

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const item of items) {
    for (const rest of permutations(items.filter((other) => other !== item))) yield [item, ...rest];
  }
}

/** Each in a batch of its own, over what the ones before it left. @returns the balance */
function oneByOne(events: readonly unknown[]): number | undefined {
  let known: KnownLedger = { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] };
  for (const event of events) {
    const { posting, decided } = decideOn(known, event);
    const outcomes = decided.map(({ outcome }) => outcome);
    const doubts = outcomes.flatMap((outcome) => ('doubt' in outcome && outcome.doubt) || []);
    const told = outcomes.flatMap((outcome) => ('telling' in outcome && outcome.telling) || []);
    known = {
      obligation: obligation({
        ...known.obligation,
        ...posting?.head,
        newestPayments: [...((posting?.head ?? known.obligation)?.newestPayments ?? [])],
      }),
      entries: [...known.entries, ...(posting?.entries ?? [])],
      toldByBoth: [
        ...known.toldByBoth,
        ...told.map(({ cause, ...payment }) => [paymentKey(payment), cause.dataId] as const),
      ],
      doubts: [...known.doubts, ...doubts.map((doubt) => withDoubt(undefined, doubt))],
    };
  }
  return known.obligation?.balance;
}

describe('an amount that the event of the other type told under another id', () => {
  test.each([
    ['a request and then an application', request('p_42'), applied('pay_13')],
    ['an application and then a request', applied('p_42'), request('pay_13')],
  ])('goes to a person, who reads both ids, in one batch: %s', (_order, first, second) => {
    const { decided, posting } = decideOn({}, first, second);
    expect(decided.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'applied' },
      {
        kind: 'quarantined',
        reason: 'perhaps_told_twice',
        detail: 'pay_13 may be p_42, which the other event told with the same amount',
      },
    ]);
    expect(posting?.head).toMatchObject({ balance: 19900, sequence: 2 });
  });

  test.each([
    ['a request and then an application', payment('p_42', 'request'), applied('pay_13')],
    ['an application and then a request', payment('p_42', 'application'), request('pay_13')],
  ])('goes to a person in a batch of its own: %s', (_order, newest, event) => {
    const decision = decideOn(paidBefore([newest]), event);
    expect(kindsOf(decision)).toEqual(['quarantined']);
    expect(decision.posting).toBeUndefined();
  });

  test.each([
    ['another amount', [payment('p_42', 'request', 101)], applied('pay_13')],
    ['the same type of event', [payment('p_42', 'application')], applied('pay_13')],
    ['no payment at all', [], applied('pay_13')],
  ])('counts where the newest payment has %s', (_what, newest, event) => {
    expect(kindsOf(decideOn(paidBefore(newest), event))).toEqual(['applied']);
  });

  test('counts where both tellings of the other payment were seen', () => {
    const known = paidBefore([payment('p_42', 'request')], [`p_42@${CUSTOMER}`]);
    expect(kindsOf(decideOn(known, applied('pay_13')))).toEqual(['applied']);
  });

  test('counts where both tellings of the other payment come before it in the batch', () => {
    const decision = decideOn({}, request('p_42'), applied('p_42'), applied('pay_13'));
    expect(kindsOf(decision)).toEqual(['applied', 'duplicate', 'applied']);
    expect(decision.posting?.head.balance).toBe(19800);
  });

  test('goes to a person where the other telling comes only after it in the batch', () => {
    const decision = decideOn({}, request('p_42'), applied('pay_13'), applied('p_42'));
    expect(kindsOf(decision)).toEqual(['applied', 'quarantined', 'duplicate']);
  });

  test('counts where the other payment was adjusted, which takes both tellings', () => {
    const batch = decideOn({}, request('p_42'), applied('p_42', 60), applied('pay_13'));
    expect(kindsOf(batch)).toEqual(['applied', 'applied', 'applied']);
    const adjustment = batch.posting?.entries[1];
    const known = {
      ...paidBefore([payment('p_42', 'request')]),
      entries: adjustment ? [adjustment] : [],
    };
    expect(kindsOf(decideOn(known, applied('pay_13')))).toEqual(['applied']);
  });

  test('goes to a person if any of several such payments has been told by one event only', () => {
    const newest = [payment('p_1', 'request'), payment('p_2', 'request')];
    const detail = expect.stringContaining('pay_13 may be p_2,');
    expect(
      decideOn(paidBefore(newest, [`p_1@${CUSTOMER}`]), applied('pay_13')).decided[0]?.outcome,
    ).toMatchObject({ detail });
    const both = [`p_1@${CUSTOMER}`, `p_2@${CUSTOMER}`];
    expect(kindsOf(decideOn(paidBefore(newest, both), applied('pay_13')))).toEqual(['applied']);
  });

  test('was told of one obligation: of another one both tellings say nothing', () => {
    const known = paidBefore([payment('p_42', 'request')], ['p_42@bcus_other']);
    expect(kindsOf(decideOn(known, applied('pay_13')))).toEqual(['quarantined']);
  });
});

test('two tellings of one type under two ids are two payments', () => {
  expect(kindsOf(decideOn({}, applied('pay_1'), applied('pay_2')))).toEqual(['applied', 'applied']);
  expect(kindsOf(decideOn({}, request('p_1'), request('p_2')))).toEqual(['applied', 'applied']);
});

describe('a doubt', () => {
  const doubt = { obligationId: CUSTOMER, paymentId: 'pay_13', application: 'p_42', applied: 100 };

  test('is told with the judgement, by what it is about', () => {
    const [first, ...others] = decideOn(
      paidBefore([payment('p_42', 'request')]),
      applied('pay_13'),
    ).decided;
    expect(others).toEqual([]);
    expect(first?.outcome).toMatchObject({
      kind: 'quarantined',
      doubt: {
        obligationId: CUSTOMER,
        paymentId: 'pay_13',
        toldBy: 'application',
        amount: 100,
        perhaps: 'p_42',
      },
    });
  });

  test('lasts, though the payment that raised it is none of the newest by now', () => {
    const { decided, posting } = decideOn({ doubts: [doubt] }, applied('pay_13', 300));
    expect(decided[0]?.outcome).toMatchObject({
      kind: 'quarantined',
      reason: 'perhaps_told_twice',
      detail: 'pay_13 may be p_42, which the other event told with the same amount',
      doubt: undefined,
    });
    expect(posting).toBeUndefined();
  });

  test('lasts through its batch', () => {
    const others = Array.from({ length: 9 }, (_, n) => applied(`pay_0${n}`, n + 1));
    const events = [request('p_42', 500), applied('pay_13', 500), ...others];
    const kinds = kindsOf(decideOn({}, ...events, applied('pay_13', 500)));
    expect(kinds.filter((kind) => kind === 'quarantined')).toHaveLength(2);
    expect(kinds.at(-1)).toBe('quarantined');
  });

  test('is none about what the other event tells under that id', () => {
    const { decided, posting } = decideOn(
      { doubts: [doubt] },
      request('pay_13'),
      applied('pay_13'),
    );
    expect(decided.map(({ outcome }) => outcome.kind)).toEqual(['applied', 'duplicate']);
    expect(posting?.head.balance).toBe(19900);
  });

  test('may be about both events, where neither knew of the other', () => {
    const both = { ...doubt, request: 'pay_99' };
    const decision = decideOn({ doubts: [both] }, request('pay_13'), applied('pay_13'));
    expect(kindsOf(decision)).toEqual(['quarantined', 'quarantined']);
  });

  test('about one event leaves none about the other: told by both, it is a payment of its own', () => {
    const known = { ...paidBefore([payment('pay_99', 'application')]), doubts: [doubt] };
    expect(kindsOf(decideOn(known, request('pay_13')))).toEqual(['applied']);
    const asked = { obligationId: CUSTOMER, paymentId: 'pay_13', request: 'pay_99' };
    const applications = paidBefore([payment('p_42', 'request', 70)]);
    const decision = decideOn({ ...applications, doubts: [asked] }, applied('pay_13', 70));
    expect(kindsOf(decision)).toEqual(['applied']);
  });

  test('about what was applied keeps a request of another amount from counting', () => {
    const { decided, posting } = decideOn({ doubts: [doubt] }, request('pay_13', 120));
    expect(decided[0]?.outcome).toEqual({
      kind: 'quarantined',
      reason: 'payment_retold',
      detail: 'pay_13 was applied with 100, which is in doubt, and is told with 120',
    });
    expect(posting).toBeUndefined();
  });

  test('is over where a later event of its batch enters the payment', () => {
    const events = [request('p_42'), applied('pay_13'), request('pay_13', 100), applied('pay_13')];
    const { decided, posting } = decideOn({}, ...events);
    expect(decided.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'applied' },
      { kind: 'duplicate' },
      { kind: 'applied' },
      { kind: 'duplicate', telling: { paymentId: 'pay_13' } },
    ]);
    expect(posting?.head).toMatchObject({ balance: 19800, sequence: 3 });
  });

  test('is about one payment and one obligation', () => {
    const elsewhere = { ...doubt, obligationId: 'bcus_other' };
    expect(kindsOf(decideOn({ doubts: [elsewhere] }, applied('pay_13')))).toEqual(['applied']);
    expect(kindsOf(decideOn({ doubts: [doubt] }, applied('pay_14')))).toEqual(['applied']);
  });
});

describe('equal payments, each told by both events under one id,', () => {
  const tellings = ['pay_1', 'pay_2', 'pay_3'].flatMap((id) => [request(id), applied(id)]);

  test('all count, in every order and every batch', () => {
    for (const order of permutations([0, 1, 2, 3, 4, 5])) {
      const events = order.map((index) => tellings[index]);
      expect(decideOn({}, ...events).posting?.head.balance).toBe(19700);
      expect(oneByOne(events)).toBe(19700);
    }
  });
});

test('what one event told twice was not told by both', () => {
  const events = [applied('p_42'), applied('p_42'), request('pay_13')];
  expect(kindsOf(decideOn({}, ...events))).toEqual(['applied', 'duplicate', 'quarantined']);
});

test('no payment may be itself, also where its entry was not seen with its obligation', () => {
  const known = paidBefore([payment('pay_13', 'request')]);
  expect(kindsOf(decideOn(known, applied('pay_13')))).toEqual(['applied']);
});

test('what a person is to decide on is no newest payment', () => {
  const { posting } = decideOn({}, request('p_42'), applied('pay_13'));
  expect(posting?.head.newestPayments).toEqual([payment('p_42', 'request')]);
});

describe('of the newest payments', () => {
  const others = (count: number) =>
    Array.from({ length: count }, (_, n) => applied(`pay_${n}`, n + 1));

  test('eight are remembered, the newest first', () => {
    const { posting } = decideOn({}, ...others(9));
    const ids = posting?.head.newestPayments.map(({ paymentId }) => paymentId);
    expect(ids).toEqual([8, 7, 6, 5, 4, 3, 2, 1].map((n) => `pay_${n}`));
    const next = decideOn(
      paidBefore([...(posting?.head.newestPayments ?? [])]),
      applied('pay_x', 500),
    );
    expect(next.posting?.head.newestPayments).toHaveLength(8);
    expect(next.posting?.head.newestPayments[0]).toEqual(payment('pay_x', 'application', 500));
  });

  test.each([
    [7, 'quarantined'],
    [8, 'applied'],
  ])('the one before %i others is that far back: what may be it is %s', (count, kind) => {
    const decision = decideOn({}, request('p_42', 500), ...others(count), applied('pay_x', 500));
    expect(kindsOf(decision).at(-1)).toBe(kind);
  });
});
