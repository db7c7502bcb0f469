import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { decideEvents } from '#shared/ledger/decide-events.ts';
import { type IncomingEvent, toHeldEvent } from '#shared/ledger/incoming-event.ts';
import type { Opening, Posting } from '#shared/ports/ledger.ts';
import { amountApplied, CUSTOMER, incoming, obligation, opening } from '#test/support/factories.ts';
import { type Stores, worlds } from '#test/support/stores.ts';

const NOW = '2026-06-18T12:00:01.000Z';
const AT_ONCE = 10;
/** As many as are posted in one transaction. */
const EVENTS_PER_POSTING_MAX = 25;

const payment = (n: number): IncomingEvent =>
  incoming(
    amountApplied({
      id: `evt_${n}`,
      data: { id: `ob_${n}`, payment_id: `pay_${n}`, amount: 100 + n },
    }),
  );
const unmatched = (event: IncomingEvent) =>
  toHeldEvent(event, { kind: 'unmatched', reason: 'obligation_unknown' });
const postingOf = (events: readonly IncomingEvent[], settled: readonly string[] = []): Posting => {
  const { entries } = decideEvents(obligation(), events, [], NOW);
  const newest = entries.at(-1);
  if (!newest) throw new Error('Nothing to post');
  return {
    obligationId: CUSTOMER,
    expectedSequence: 1,
    balance: newest.endingBalance,
    sequence: newest.sequence,
    entries,
    settledHashes: settled,
  };
};

describe.each(worlds)('LedgerStore among many: $name', (world) => {
  let close: () => Promise<void> = async () => undefined;
  let fresh: () => Promise<Stores>;
  let ledger: Stores['ledger'];
  let intents: Stores['intents'];

  beforeAll(async () => {
    ({ fresh, close } = await world.start());
  }, 30_000);
  afterAll(() => close());
  beforeEach(async () => {
    ({ ledger, intents } = await fresh());
  });

  const open = async (wanted: Opening): Promise<'opened' | 'exists'> => {
    try {
      return await ledger.open(wanted);
    } catch (error) {
      // Two that meet may both be told to come again.
      if (ServiceError.is(error, 'ledger.busy')) return open(wanted);
      throw error;
    }
  };

  test.each([
    ['id', (n: number) => opening({ externalReference: `UCR${n}`, name: `Customer ${n}` })],
    ['external_reference', (n: number) => opening({ id: `bcus_${n}`, name: `Customer ${n}` })],
  ])('of many who open one %s at once, one does, and wholly', async (_what, wantedBy) => {
    const wanted = Array.from({ length: AT_ONCE }, (_, n) => wantedBy(n));
    const results = await Promise.all(wanted.map(open));

    const winners = wanted.filter((_, n) => results[n] === 'opened');
    expect(winners).toHaveLength(1);
    for (const { obligation: each, entry, intent } of wanted) {
      const won = each.name === winners[0]?.obligation.name;
      const stored = await ledger.findObligation(each.id);
      expect(stored?.name === each.name).toBe(won);
      expect(await intents.find(intent.key)).toEqual(won ? intent : undefined);
      if (won) expect((await ledger.listStatement(each.id, { limit: 9 })).lines).toEqual([entry]);
    }
  });

  test('a payment that many post at once moves the balance once', async () => {
    await ledger.open(opening());
    const results = await Promise.all(
      Array.from({ length: AT_ONCE }, () => ledger.post(postingOf([payment(0)]))),
    );
    expect(results.filter((result) => result === 'posted')).toHaveLength(1);
    expect(await ledger.findObligation(CUSTOMER)).toMatchObject({ balance: 19900, sequence: 2 });
    expect((await ledger.listStatement(CUSTOMER, { limit: 9 })).lines).toHaveLength(2);
  });

  test('an event that arrives while its obligation is opened waits, or is told to look again', async () => {
    const events = Array.from({ length: AT_ONCE }, (_, n) => unmatched(payment(n)));
    const half = AT_ONCE / 2;
    const [early, opened, late] = await Promise.all([
      Promise.all(events.slice(0, half).map((event) => ledger.hold(event))),
      open(opening()),
      Promise.all(events.slice(half).map((event) => ledger.hold(event))),
    ]);
    const results = [...early, ...late];
    const waiting = (await ledger.listWaiting(CUSTOMER, 100)).map(({ hash }) => hash);
    const held = events.filter((_, n) => results[n] === 'held').map(({ hash }) => hash);
    expect(waiting.toSorted()).toEqual(held.toSorted());
    expect(opened).toBe('opened');
  });

  test('as many waiting events as fit are settled in one posting, or none of them', async () => {
    const events = Array.from({ length: EVENTS_PER_POSTING_MAX }, (_, n) => payment(n));
    for (const event of events) await ledger.hold(unmatched(event));
    await ledger.open(opening());
    const posting = postingOf(
      events,
      events.map(({ hash }) => hash),
    );

    expect(await ledger.post({ ...posting, expectedSequence: 7 })).toBe('moved');
    expect(await ledger.listWaiting(CUSTOMER, 100)).toHaveLength(EVENTS_PER_POSTING_MAX);
    expect((await ledger.listStatement(CUSTOMER, { limit: 100 })).lines).toHaveLength(1);

    expect(await ledger.post(posting)).toBe('posted');
    expect(await ledger.listWaiting(CUSTOMER, 100)).toEqual([]);
    const { lines } = await ledger.listStatement(CUSTOMER, { limit: 100 });
    expect(lines.toReversed().slice(1)).toEqual(
      posting.entries.map(({ event: _event, ...line }) => line),
    );
    expect(await ledger.post(posting)).toBe('moved');
    const keys = posting.entries.map(({ key }) => key);
    expect((await ledger.readLedger(CUSTOMER, keys)).entries).toHaveLength(EVENTS_PER_POSTING_MAX);
  });
});
