import { expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import type { Opening } from '#shared/ports/ledger.ts';
import { toHeldEvent } from '#shared/use-cases/payments/incoming-event.ts';
import { amountApplied, CUSTOMER, incoming, open, opening } from '#test/support/factories.ts';
import { movedBy, paid, postingOf } from '#test/support/postings.ts';
import { onEachStore } from './on-each-store.ts';

const AT_ONCE = 10;
/** As many as are posted in one transaction. */
const EVENTS_PER_POSTING_MAX = 25;

const told = (n: number) =>
  amountApplied({
    id: `evt_pay_${n}`,
    data: { id: `ob_pay_${n}`, payment_id: `pay_${n}`, amount: 100 },
  });
const unmatched = (n: number) =>
  toHeldEvent(incoming(told(n)), { kind: 'unmatched', reason: 'obligation_unknown' });
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

onEachStore('the ledger among many', (stores) => {
  const openNow = async (wanted: Opening): Promise<'opened' | 'exists'> => {
    try {
      return await stores().ledger.open(wanted);
    } catch (error) {
      // Two that meet may both be told to come again.
      if (ServiceError.is(error, 'ledger.busy')) return openNow(wanted);
      throw error;
    }
  };
  const begin = async ({ intent: { done: _done, ...begun } }: Opening) => {
    await stores().intents.begin(begun, begun.startedAt);
  };
  const waiting = async () => (await stores().waiting.listWaiting(CUSTOMER, 100)).items;
  const lines = async (id = CUSTOMER) =>
    (await stores().statements.listStatement(id, { limit: 100 })).lines;

  test('of many who open one id at once, under a reference each, one does, and wholly', async () => {
    const wanted = numbers(AT_ONCE).map((n) =>
      opening({ externalReference: `UCR${n}`, balance: 1000 + n }, { name: `Customer ${n}` }),
    );
    for (const one of wanted) await begin(one);
    const results = await Promise.all(wanted.map(openNow));

    const [winner, ...others] = wanted.filter((_, n) => results[n] === 'opened');
    expect(others).toEqual([]);
    const { ledger, intents } = stores();
    const { obligation, profile } = winner ?? {};
    expect(await ledger.findWithProfile(CUSTOMER)).toEqual({ obligation, profile });
    expect(await lines()).toMatchObject([{ amount: obligation?.balance }]);
    for (const { obligation: each, intent } of wanted) {
      const won = each === obligation;
      const { done: _done, ...begun } = intent;
      expect(await intents.find(intent.key)).toEqual(won ? intent : begun);
      expect(await ledger.findReference('customer', each.externalReference)).toMatchObject({
        kind: won ? 'taken' : 'reserved',
      });
    }
  });

  test('of two runs of one creation that open at once, one does', async () => {
    const whole = opening();
    await begin(whole);
    const results = await Promise.all(numbers(AT_ONCE).map(() => openNow(whole)));
    expect(results.filter((result) => result === 'opened')).toHaveLength(1);
    expect(await lines()).toHaveLength(1);
  });

  test('a creation is opened or forgotten, never both, when a refusal and an opening meet', async () => {
    const wholes = numbers(AT_ONCE).map((n) =>
      opening({ id: `bcus_${n}`, externalReference: `UCR${n}` }),
    );
    for (const whole of wholes) await begin(whole);
    const { ledger, intents } = stores();
    const discard = ({ intent }: Opening): Promise<void> =>
      intents.discard(intent, intent.momentKey).catch((error: unknown) => {
        if (ServiceError.is(error, 'ledger.busy')) return discard({ ...opening(), intent });
        throw error;
      });
    const results = await Promise.all(
      wholes.map(async (whole, n) => {
        const [first, second] = n % 2 ? [openNow, discard] : [discard, openNow];
        return (await Promise.all([first(whole), second(whole)]))[n % 2 ? 0 : 1];
      }),
    );
    for (const [n, { obligation, intent }] of wholes.entries()) {
      const opened = results[n] === 'opened';
      expect(await ledger.findObligation(obligation.id)).toEqual(opened ? obligation : undefined);
      expect(await intents.find(intent.key)).toEqual(opened ? intent : undefined);
      const reference = await ledger.findReference('customer', obligation.externalReference);
      expect(reference?.kind).toBe(opened ? 'taken' : undefined);
    }
  });

  test('a payment that many post at once moves the balance once', async () => {
    await open(stores());
    const posting = postingOf([paid({ id: 'pay_0' })]);
    const results = await Promise.all(
      numbers(AT_ONCE).map(() => stores().ledger.post(posting, [])),
    );
    expect(results.filter((result) => result === 'posted')).toHaveLength(1);
    expect(await stores().ledger.findObligation(CUSTOMER)).toEqual(movedBy(posting));
    expect(await lines()).toHaveLength(2);
  });

  test('an event that arrives while its obligation is opened waits, or is told to look again', async () => {
    const whole = opening();
    await begin(whole);
    const events = numbers(AT_ONCE).map(unmatched);
    const half = AT_ONCE / 2;
    const { ledger } = stores();
    const [early, opened, late] = await Promise.all([
      Promise.all(events.slice(0, half).map((event) => ledger.hold(event))),
      openNow(whole),
      Promise.all(events.slice(half).map((event) => ledger.hold(event))),
    ]);
    const results = [...early, ...late];
    const held = events.filter((_, n) => results[n] === 'held').map(({ hash }) => hash);
    const found = (await waiting()).map(({ hash }) => hash);
    expect(found.toSorted()).toEqual(held.toSorted());
    expect(opened).toBe('opened');
  });

  test('as many waiting events as fit are settled in one posting, or none of them', async () => {
    const events = numbers(EVENTS_PER_POSTING_MAX).map(unmatched);
    const { ledger } = stores();
    for (const event of events) await ledger.hold(event);
    await open(stores());
    const posting = postingOf(numbers(EVENTS_PER_POSTING_MAX).map((n) => paid({ id: `pay_${n}` })));

    const stale = { ...posting, expected: { ...posting.expected, sequence: 7 } };
    expect(await ledger.post(stale, events)).toBe('conflict');
    expect(await waiting()).toHaveLength(EVENTS_PER_POSTING_MAX);
    expect(await lines()).toHaveLength(1);

    expect(await ledger.post(posting, events)).toBe('posted');
    expect(await waiting()).toEqual([]);
    expect((await lines()).toReversed().slice(1)).toEqual(
      posting.entries.map(({ cause: _cause, previous: _previous, ...line }) => line),
    );
    expect(await ledger.post(posting, events)).toBe('conflict');
    const entries = posting.entries.map(({ key }) => key);
    expect((await ledger.readLedger(CUSTOMER, { entries })).entries).toHaveLength(
      EVENTS_PER_POSTING_MAX,
    );
  });
});
