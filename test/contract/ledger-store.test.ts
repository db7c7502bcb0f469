import { beforeEach, describe, expect, test } from 'vitest';
import { decide } from '#shared/ledger/decide.ts';
import { chainStart } from '#shared/models/chain.ts';
import type { DoubtedTelling } from '#shared/models/doubt.ts';
import type { NestedCreationIntent } from '#shared/models/intent.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { parse } from '#shared/models/parsing.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import { obligationAnswer } from '#shared/moment/wire/obligation.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  nestedIntent,
  obligation,
  open,
  opening,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { movedBy, paid, postingOf, RECORDED_AT } from '#test/support/postings.ts';
import { onEachStore } from './on-each-store.ts';

const BILL_FACTS = { external_reference: 'B1', currency: 'ZAR', amount_due: 20000 };
const key = (id: string) => `${id}@${CUSTOMER}`;

onEachStore('the ledger', (stores) => {
  describe('opening', () => {
    test('writes obligation, profile, reference, opening entry and finished intent', async () => {
      const profile = { name: 'John Doe', metadata: { tier: 'gold' } };
      const whole = opening(
        {
          atMoment: { balance: 20000, sequence: 1, at: '2026-06-18T12:00:00.000Z', pushed: false },
        },
        profile,
      );
      expect(await open(stores(), whole)).toBe('opened');

      const { ledger, statements, intents } = stores();
      const { obligation: opened, entry, intent } = whole;
      expect(await ledger.findObligation(CUSTOMER)).toEqual(opened);
      expect(await ledger.findWithProfile(CUSTOMER)).toEqual({ obligation: opened, profile });
      expect(await ledger.findReference('customer', 'UCR1234567890')).toEqual({
        kind: 'taken',
        obligationId: CUSTOMER,
      });
      const { cause: _cause, previous: _previous, ...line } = entry ?? {};
      expect((await statements.listStatement(CUSTOMER, { limit: 10 })).lines).toEqual([line]);
      expect(await intents.find(intent.key)).toEqual(intent);
      expect(await intents.listDue('9999', 10)).toEqual([]);
    });

    test.each([
      ['a number that is too large', { extra: 1e20 }],
      ['a number that is too small', { extra: { nested: [1e-140] } }],
      ['a member without a name', { '': 1 }],
      ['a nested member without a name', { extra: { '': 1 } }],
      ['a member called constructor', { constructor: 1, nested: { constructor: [0.5, null] } }],
    ])('succeeds even if Moment adds %s to its payment rules', async (_what, more) => {
      const payment_rules = JSON.parse(JSON.stringify({ min_amount: 100, ...more }));
      const { paymentRules } = parse(obligationAnswer('customer'), { id: CUSTOMER, payment_rules });
      expect(await open(stores(), opening(paymentRules ? { paymentRules } : {}))).toBe('opened');
      const found = await stores().ledger.findObligation(CUSTOMER);
      expect(found?.paymentRules).toEqual(paymentRules);
      expect(found?.paymentRules).toMatchObject({ min_amount: 100 });
    });

    test('without a balance writes no entry; without a profile there is an empty one', async () => {
      const whole = opening({ balance: undefined, currency: undefined, sequence: 0 }, {});
      expect(await open(stores(), whole)).toBe('opened');
      const { ledger, statements } = stores();
      expect(await statements.listStatement(CUSTOMER, { limit: 10 })).toEqual({
        lines: [],
        hasMore: false,
      });
      expect(await ledger.findWithProfile(CUSTOMER)).toEqual({
        obligation: whole.obligation,
        profile: {},
      });
    });

    test('of an id that is there changes nothing, and leaves the reference reserved', async () => {
      const first = opening();
      await open(stores(), first);
      const late = opening({ externalReference: 'another', balance: 1 });
      expect(await open(stores(), late)).toBe('exists');

      const { ledger, intents } = stores();
      expect(await ledger.findObligation(CUSTOMER)).toEqual(first.obligation);
      expect((await intents.find(late.intent.key))?.done).toBeUndefined();
      expect(await ledger.findReference('customer', 'another')).toEqual({
        kind: 'reserved',
        intentKey: late.intent.key,
      });
    });

    test.each([
      ['that nobody reserved', async () => undefined],
      ['that is reserved for another creation', () => begin(opening())],
      ["that is another obligation's", () => open(stores(), opening({ id: 'bcus_first' }))],
    ])('with a reference %s changes nothing', async (_whose, before) => {
      await before();
      const { ledger, intents } = stores();
      const owner = await ledger.findReference('customer', 'UCR1234567890');
      const whole = opening();
      expect(await ledger.open(whole)).toBe('exists');
      expect(await ledger.findObligation(CUSTOMER)).toBeUndefined();
      expect(await ledger.findReference('customer', 'UCR1234567890')).toEqual(owner);
      expect(await intents.find(whole.intent.key)).toBeUndefined();
    });

    test('after the creation was refused and forgotten changes nothing', async () => {
      const whole = opening();
      await begin(whole);
      const { ledger, intents } = stores();
      await intents.discard(whole.intent, whole.intent.momentKey);
      expect(await ledger.open(whole)).toBe('exists');
      expect(await ledger.findObligation(CUSTOMER)).toBeUndefined();
      expect(await ledger.findReference('customer', 'UCR1234567890')).toBeUndefined();
    });

    test('of nested parts moves the intent on, which forgets who each was, and tells what hangs on what', async () => {
      const { ledger, intents, owned } = stores();
      const begun = nestedIntent({
        request: {
          customer: { external_reference: 'C1', name: 'John Doe', phone: '+27123456789' },
          account: { external_reference: 'A1', name: 'Water', metadata: { meter: '7' } },
          bill: { ...BILL_FACTS, metadata: { run: '7' } },
        },
      });
      await intents.begin(begun, begun.startedAt);
      const customer = { obligationId: 'bcus_1', openedAt: begun.startedAt };
      const account = { ...customer, obligationId: 'bacc_1', customerId: 'bcus_1' };
      const done = { ...account, obligationId: 'bill_1', accountId: 'bacc_1' };

      const one = { ...begun, made: { customer }, momentKey: 'second' };
      const open = (owed: Partial<Obligation>, intent: NestedCreationIntent) =>
        ledger.open({ ...opening(owed, { name: 'kept' }), intent });
      const first = { id: 'bcus_1', externalReference: 'C1' };
      expect(await open(first, one)).toBe('opened');
      const { name: _n, phone: _p, ...forgotten } = begun.request.customer ?? {};
      const stored = await intents.find(begun.key);
      expect(stored).toEqual({ ...one, request: { ...begun.request, customer: forgotten } });
      expect(await intents.listDue('9999', 10)).toEqual([begun.key]);
      expect(await open({ ...first, id: 'bcus_2' }, one)).toBe('exists');

      const two = { ...one, made: { customer, account }, momentKey: 'third' };
      const hangs = { customerId: 'bcus_1' };
      const second = { id: 'bacc_1', kind: 'account', externalReference: 'A1', ...hangs } as const;
      expect(await open(second, two)).toBe('opened');
      const third = { id: 'bill_1', kind: 'bill', externalReference: 'B1', paid: 0 } as const;
      const whole = { ...third, ...hangs, accountId: 'bacc_1' };
      expect(await open(whole, { ...two, done })).toBe('opened');
      expect(await intents.find(begun.key)).toEqual({
        ...two,
        done,
        request: {
          customer: { external_reference: 'C1' },
          account: { external_reference: 'A1' },
          bill: BILL_FACTS,
        },
      });
      expect(await intents.listDue('9999', 10)).toEqual([]);
      for (const [kind, reference, obligationId] of [
        ['customer', 'C1', 'bcus_1'],
        ['account', 'A1', 'bacc_1'],
        ['bill', 'B1', 'bill_1'],
      ] as const) {
        const owner = { kind: 'taken', obligationId };
        expect(await ledger.findReference(kind, reference)).toEqual(owner);
      }
      const listed = async (id: string, limit = 9) => {
        const { ids, hasMore } = await owned.listOwned(id, limit);
        return [ids.toSorted(), hasMore];
      };
      expect(await listed('bcus_1')).toEqual([['bacc_1', 'bill_1'], false]);
      expect(await listed('bcus_1', 2)).toEqual([['bacc_1', 'bill_1'], false]);
      expect(await listed('bcus_1', 1)).toEqual([['bacc_1'], true]);
      expect(await listed('bacc_1')).toEqual([['bill_1'], false]);
      expect(await listed('bill_1')).toEqual([[], false]);
      expect(await ledger.findWithProfile('bcus_1')).toMatchObject({ profile: { name: 'kept' } });
      const heads = await owned.findObligations(['bill_1', 'bcus_none', 'bacc_1']);
      expect(heads.map(({ id }) => id).toSorted()).toEqual(['bacc_1', 'bill_1']);
      expect(heads.find(({ id }) => id === 'bill_1')).toEqual(opening(whole).obligation);
      expect(await owned.findObligations([])).toEqual([]);
    });

    async function begin({ intent: { done: _done, ...begun } }: ReturnType<typeof opening>) {
      await stores().intents.begin(begun, begun.startedAt);
    }
  });

  test('what does not exist is not found', async () => {
    const { ledger } = stores();
    expect(await ledger.findObligation('bcus_none')).toBeUndefined();
    expect(await ledger.findWithProfile('bcus_none')).toBeUndefined();
    expect(await ledger.findReference('customer', 'none')).toBeUndefined();
  });

  test('who it is changes in what is sent, and begins where nothing was known', async () => {
    const { ledger } = stores();
    await open(stores(), opening({}, { name: 'Jane', metadata: { plan: 'gold' } }));
    await open(stores(), opening({ id: 'bcus_2', externalReference: 'C2' }, {}));
    const profileOf = async (id: string) => (await ledger.findWithProfile(id))?.profile;
    await ledger.changeProfile(CUSTOMER, { phone: '+27123456789', metadata: { tier: '1' } });
    const changed = { name: 'Jane', phone: '+27123456789', metadata: { tier: '1' } };
    expect(await profileOf(CUSTOMER)).toEqual(changed);
    await ledger.changeProfile('bcus_2', { name: 'Jo' });
    expect(await profileOf('bcus_2')).toEqual({ name: 'Jo' });
    expect(await ledger.findObligation(CUSTOMER)).toEqual(opening().obligation);
  });

  test('until when an opening balance contains payments stays with what was adopted', async () => {
    const { ledger, intents } = stores();
    const containedUntil = '2026-06-18T10:00:00.000Z';
    const adopted = { containedUntil, paidBefore: 400, paid: 400 };
    const bill = { id: 'bill_1', kind: 'bill', externalReference: 'B1', ...adopted } as const;
    const whole = opening(bill, {});
    const adopts = { id: 'bill_1', balanceAsOf: containedUntil, balance: 20000 };
    const intent = { ...whole.intent, adopts };
    expect(await open(stores(), { ...whole, intent })).toBe('opened');
    const paying = movement(amountApplied({ data: { bill_id: 'bill_1', amount: 500 } }));
    await ledger.post(postingOf([paying], { ...whole.obligation, containedUntil: undefined }), []);
    expect(await ledger.findObligation('bill_1')).toMatchObject({ ...adopted, paid: 900 });
    expect(await intents.find(intent.key)).toMatchObject({ adopts });
  });

  test('what was paid on a bill moves with its balance', async () => {
    const bill = { id: 'bill_1', kind: 'bill', paid: 0 } as const;
    const whole = opening(bill);
    await open(stores(), whole);
    const paying = movement(amountApplied({ data: { bill_id: 'bill_1', amount: 500 } }));
    const posting = postingOf([paying], whole.obligation);
    expect(await stores().ledger.post(posting, [])).toBe('posted');
    const found = await stores().ledger.findObligation('bill_1');
    expect(found).toEqual(movedBy(posting, whole.obligation));
    expect(found).toMatchObject({ paid: 500, balance: 19500 });
  });

  test('many that hang on one are listed and found', async () => {
    const all = Array.from({ length: 130 }, (_, n) => `bill_${String(n).padStart(3, '0')}`);
    for (const id of all) {
      const owner = { customerId: CUSTOMER };
      await open(stores(), opening({ id, kind: 'bill', externalReference: id, ...owner }, {}));
    }
    const { ids, hasMore } = await stores().owned.listOwned(CUSTOMER, 129);
    expect([ids.length, hasMore]).toEqual([129, true]);
    expect(await stores().owned.findObligations(ids)).toHaveLength(129);
  });

  test('a reference is unique among obligations of one kind', async () => {
    await open(stores());
    const { ledger } = stores();
    expect(await ledger.findReference('account', 'UCR1234567890')).toBeUndefined();
    expect(await ledger.findReference('bill', 'UCR1234567890')).toBeUndefined();
  });

  describe('reading a ledger', () => {
    const read = async (...ids: string[]) => {
      const state = await stores().ledger.readLedger(CUSTOMER, { entries: ids.map(key) });
      const inOrder = state.entries.toSorted((left, right) => left.sequence - right.sequence);
      return { ...state, entries: inOrder };
    };

    test('finds neither an obligation nor entries where there are none', async () => {
      const nothing = { obligation: undefined, entries: [], tellings: [], doubts: [] };
      expect(await read('pay_1')).toEqual(nothing);
      expect(await read()).toEqual(nothing);
    });

    test('finds the head with its newest payments, and those of the entries that exist, raw events and all', async () => {
      await open(stores());
      const posting = postingOf([
        paid({ id: 'pay_1' }),
        paid({ id: 'pay_2' }),
        paid({ id: 'pay_3' }),
      ]);
      await stores().ledger.post(posting, []);
      const now = movedBy(posting);
      expect(now).toMatchObject({ balance: 19700, sequence: 4 });
      expect(now.newestPayments).toHaveLength(3);
      expect(await read()).toEqual({ obligation: now, entries: [], tellings: [], doubts: [] });
      expect(await read('pay_0')).toEqual({
        obligation: now,
        entries: [],
        tellings: [],
        doubts: [],
      });
      const [first, , third] = posting.entries;
      expect(await read('pay_3', 'pay_0', 'pay_1')).toEqual({
        obligation: now,
        entries: [first, third],
        tellings: [],
        doubts: [],
      });
    });

    test('finds an entry once, however often it is asked for', async () => {
      await open(stores());
      const posting = postingOf([paid({ id: 'pay_1' })]);
      await stores().ledger.post(posting, []);
      expect(await read('pay_1', 'pay_0', 'pay_1', 'pay_0')).toEqual({
        obligation: movedBy(posting),
        entries: posting.entries,
        tellings: [],
        doubts: [],
      });
    });

    test("finds one payment's entries on two obligations apart", async () => {
      await open(stores());
      await open(stores(), opening({ id: 'bcus_2', externalReference: 'two' }));
      const here = postingOf([paid({ id: 'pay_1' })]);
      const two = obligation({ id: 'bcus_2', externalReference: 'two' });
      const one = paid({ id: 'pay_1', amount: 7 });
      const there = postingOf([{ ...one, obligationId: two.id, key: `pay_1@${two.id}` }], two);
      expect(await stores().ledger.post(here, [])).toBe('posted');
      expect(await stores().ledger.post(there, [])).toBe('posted');
      expect((await read('pay_1')).entries).toEqual(here.entries);
      const state = await stores().ledger.readLedger(two.id, { entries: [`pay_1@${two.id}`] });
      expect(state.entries).toEqual(there.entries);
    });

    test('finds as many entries as are posted at once, however large', async () => {
      await open(stores());
      const ids = Array.from({ length: 25 }, (_, n) => `pay_${n}`);
      const perPosting = 5;
      let owed = obligation();
      const entries = [];
      for (let first = 0; first < ids.length; first += perPosting) {
        const some = ids.slice(first, first + perPosting);
        const posting = postingOf(
          some.map((id) => paid({ id, bytes: 250_000 })),
          owed,
        );
        expect(await stores().ledger.post(posting, [])).toBe('posted');
        entries.push(...posting.entries);
        owed = movedBy(posting, owed);
      }
      const found = await read(...ids);
      expect(found.obligation).toEqual(owed);
      expect(found.obligation).toMatchObject({ balance: 17500, sequence: 26 });
      expect(found.entries).toEqual(entries);
    }, 60_000);
  });

  describe('a doubt', () => {
    const doubted = (toldBy: DoubtedTelling['toldBy'], perhaps = 'p_42'): DoubtedTelling => ({
      obligationId: CUSTOMER,
      paymentId: 'pay_1',
      toldBy,
      amount: 100,
      perhaps,
    });
    const read = () => stores().ledger.readLedger(CUSTOMER, { entries: [key('pay_1')] });
    const about = { obligationId: CUSTOMER, paymentId: 'pay_1' };
    const posting = postingOf([paid({ id: 'pay_1' })]);

    beforeEach(async () => {
      await open(stores());
    });

    test('is found where the entry would be, for each event that told of it', async () => {
      expect(await stores().ledger.keepDoubt(doubted('application'))).toBe('kept');
      expect(await stores().ledger.keepDoubt(doubted('application'))).toBe('kept');
      expect(await read()).toMatchObject({
        entries: [],
        doubts: [{ ...about, application: 'p_42', applied: 100 }],
      });
      const later = { ...doubted('application'), amount: 200 };
      expect(await stores().ledger.keepDoubt(later)).toBe('kept');
      expect(await stores().ledger.keepDoubt(doubted('request', 'p_43'))).toBe('kept');
      expect((await read()).doubts).toEqual([
        { ...about, application: 'p_42', request: 'p_43', applied: 100 },
      ]);
    });

    test('keeps its telling from being entered, and the balance from being moved', async () => {
      await stores().ledger.keepDoubt(doubted('application'));
      expect(await stores().ledger.post(posting, [])).toBe('conflict');
      expect(await stores().ledger.findObligation(CUSTOMER)).toEqual(obligation());
    });

    test('gives way to an entry by the other event', async () => {
      await stores().ledger.keepDoubt(doubted('request'));
      expect(await stores().ledger.post(posting, [])).toBe('posted');
      expect(await read()).toEqual({
        obligation: movedBy(posting),
        entries: posting.entries,
        tellings: [],
        doubts: [],
      });
      expect((await stores().statements.listStatement(CUSTOMER, { limit: 9 })).lines).toHaveLength(
        2,
      );
    });

    test('about what was applied gives way to a request of that amount, and of no other', async () => {
      const asked = (amount: number) => {
        const data = { payment_id: 'pay_1', amount };
        return postingOf([movement(paymentRequestPaid({ id: `evt_${amount}`, data }))]);
      };
      await stores().ledger.keepDoubt(doubted('application'));
      expect(await stores().ledger.post(asked(120), [])).toBe('conflict');
      expect(await stores().ledger.findObligation(CUSTOMER)).toEqual(obligation());
      expect(await stores().ledger.post(asked(100), [])).toBe('posted');
    });

    test('about both events gives way to none', async () => {
      await stores().ledger.keepDoubt(doubted('request'));
      await stores().ledger.keepDoubt(doubted('application'));
      expect(await stores().ledger.post(posting, [])).toBe('conflict');
    });

    test('comes too late where the payment is entered', async () => {
      await stores().ledger.post(posting, []);
      expect(await stores().ledger.keepDoubt(doubted('application'))).toBe('entered');
      expect(await read()).toEqual({
        obligation: movedBy(posting),
        entries: posting.entries,
        tellings: [],
        doubts: [],
      });
    });

    test('is about one obligation', async () => {
      await stores().ledger.keepDoubt({ ...doubted('application'), obligationId: 'bcus_2' });
      expect((await read()).doubts).toEqual([]);
      expect(await stores().ledger.post(posting, [])).toBe('posted');
    });
  });

  describe('posting', () => {
    beforeEach(async () => {
      await open(stores());
    });

    const head = () => stores().ledger.findObligation(CUSTOMER);

    test('writes the entries and moves the balance', async () => {
      const posting = postingOf([paid({ id: 'pay_1' }), paid({ id: 'pay_2', amount: 250 })]);
      expect(await stores().ledger.post(posting, [])).toBe('posted');
      expect(await head()).toEqual(movedBy(posting));
      expect(await head()).toMatchObject({ balance: 19650, sequence: 3 });
    });

    test('of an entry that exists, among others, writes nothing', async () => {
      const first = postingOf([paid({ id: 'pay_1' })]);
      await stores().ledger.post(first, []);
      const before = await head();
      const ids = ['pay_0', 'pay_1', 'pay_2'];
      const late = postingOf(
        ids.map((id) => paid({ id, amount: 7 })),
        movedBy(first),
      );
      expect(await stores().ledger.post(late, [])).toBe('conflict');

      const { obligation: now, entries } = await stores().ledger.readLedger(CUSTOMER, {
        entries: ids.map(key),
      });
      expect(now).toEqual(before);
      expect(entries).toEqual(first.entries);
    });

    test('after somebody else wrote is refused', async () => {
      const first = postingOf([paid({ id: 'pay_1' })]);
      await stores().ledger.post(first, []);
      expect(await stores().ledger.post(postingOf([paid({ id: 'pay_2' })]), [])).toBe('conflict');
      expect(await stores().ledger.post(first, [])).toBe('conflict');
      expect(await head()).toEqual(movedBy(first));
    });

    test('is refused where the balance is another than was read, though the sequence is the same', async () => {
      const before = await head();
      const posting = postingOf([paid({ id: 'pay_1' })], obligation({ balance: 500 }));
      expect(await stores().ledger.post(posting, [])).toBe('conflict');
      expect(await head()).toEqual(before);
      const { entries } = await stores().ledger.readLedger(CUSTOMER, { entries: [key('pay_1')] });
      expect(entries).toEqual([]);
    });

    test('is refused where the newest entry is another than was read, though all adds up', async () => {
      const before = await head();
      const other = obligation({ newestHash: chainStart(obligation({ id: 'bcus_another' })) });
      const posting = postingOf([paid({ id: 'pay_1' })], other);
      expect(await stores().ledger.post(posting, [])).toBe('conflict');
      expect(await head()).toEqual(before);
    });

    describe('of an adjustment, with another application of the payment', () => {
      const told = { payment_id: 'pay_1', amount: 1500 };
      const requested = movement(paymentRequestPaid({ id: 'evt_requested', data: told }));
      const applied = (amount: number) =>
        movement(amountApplied({ id: `evt_${amount}`, data: { payment_id: 'pay_1', amount } }));
      const first = postingOf([requested]);
      const adjusting = postingOf([applied(1000)], movedBy(first), first.entries);
      const telling = (): OtherTelling => {
        const known = {
          obligation: movedBy(first),
          entries: first.entries,
          toldByBoth: [],
          doubts: [],
        };
        const { decided } = decide([{ movement: applied(1500) }], known, RECORDED_AT);
        const outcome = decided[0]?.outcome;
        if (outcome?.kind !== 'duplicate' || !outcome.telling) throw new Error('Nothing is told');
        return outcome.telling;
      };

      test('that was kept is refused: one of the two is for a person', async () => {
        const { ledger } = stores();
        expect(await ledger.post(first, [])).toBe('posted');
        expect(await ledger.keepTelling(telling())).toBe('kept');
        expect(await ledger.post(adjusting, [])).toBe('conflict');
        expect(await head()).toEqual(movedBy(first));
      });

      test('that is told later says so', async () => {
        const { ledger } = stores();
        await ledger.post(first, []);
        expect(await ledger.post(adjusting, [])).toBe('posted');
        expect(await ledger.keepTelling(telling())).toBe('another');
      });
    });

    test('by many at once lets one through at a time', async () => {
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          stores().ledger.post(postingOf([paid({ id: `pay_${n}` })]), []),
        ),
      );
      expect(results.filter((result) => result === 'posted')).toHaveLength(1);
      expect(await head()).toMatchObject({ balance: 19900, sequence: 2 });
    });

    test('on an obligation that does not exist is refused', async () => {
      const owed = obligation({ id: 'bcus_none' });
      expect(await stores().ledger.post(postingOf([paid({ id: 'pay_1' })], owed), [])).toBe(
        'conflict',
      );
      expect(await stores().ledger.findObligation('bcus_none')).toBeUndefined();
    });
  });
});
