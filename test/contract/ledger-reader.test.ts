import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import type { LedgerReader } from '#shared/ports/ledger-reader.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, CUSTOMER, intent, opening } from '#test/support/factories.ts';
import { heldEvent, payment } from '#test/support/sound-ledger.ts';
import { type Stores, worlds } from '#test/support/stores.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';

const PAYMENTS = 30;

describe.each(worlds)('LedgerReader: $name', (world) => {
  let close: () => Promise<void> = async () => undefined;
  let fresh: () => Promise<Stores>;
  let stores: Stores;

  beforeAll(async () => {
    ({ fresh, close } = await world.start());
  }, 30_000);
  afterAll(() => close());
  beforeEach(async () => {
    stores = await fresh();
  });

  /** Items of every kind, as our code writes them. */
  async function fill() {
    const { ledger, intents } = stores;
    const held = heldEvent({ id: 'evt_1', type: 'bill.created', data: {} });
    const waiting = heldEvent(amountApplied({ data: { customer_id: 'bcus_nobody' } }), 'unmatched');
    await ledger.open(opening());
    await intents.begin(intent());
    await ledger.hold(held);
    await ledger.hold(waiting);
    const events = Array.from({ length: PAYMENTS }, (_, index) => payment(CUSTOMER, index + 2, 10));
    const deps = { ledger, clock: new TestClock(), randomness: new TestRandomness() };
    const settled = await settleEvents(events, deps, NO_DEADLINE);
    const entries = settled.flatMap((one) =>
      'outcome' in one && one.outcome.kind === 'applied' ? [one.outcome.entry] : [],
    );
    return { entries, held, waiting };
  }

  test('every item is read once, page by page, as it was written', async () => {
    const { entries, held, waiting } = await fill();
    const items = await readAll(stores.reader);
    const of = <K extends LedgerItem['kind']>(kind: K) =>
      items.filter((item): item is Extract<LedgerItem, { kind: K }> => item.kind === kind);

    expect(of('unreadable')).toEqual([]);
    expect(of('obligation').map(({ obligation }) => obligation)).toEqual([
      { ...opening().obligation, balance: 20_000 - PAYMENTS * 10, sequence: PAYMENTS + 1 },
    ]);
    const bySequence = of('entry')
      .map(({ entry }) => entry)
      .toSorted((left, right) => left.sequence - right.sequence);
    expect(bySequence).toHaveLength(PAYMENTS + 1);
    expect(bySequence[0]).toEqual(opening().entry);
    expect(
      bySequence.slice(1).map(({ event, ...line }) => [line, Buffer.from(event?.raw ?? [])]),
    ).toEqual(entries.map(({ event, ...line }) => [line, Buffer.from(event?.raw ?? [])]));
    expect(
      of('held')
        .map(({ event }) => event.hash)
        .toSorted(),
    ).toEqual([held.hash, waiting.hash].toSorted());
    expect(of('reference')).toEqual([
      { kind: 'reference', externalReference: 'UCR1234567890', obligationId: CUSTOMER },
    ]);
    expect(of('intent')).toHaveLength(2);
    expect(stores.reader.readUnits).toBeGreaterThan(0);
  });

  test('one obligation, its reference and all its lines are read again', async () => {
    await fill();
    const { reader } = stores;
    expect(await reader.findObligation(CUSTOMER)).toMatchObject({ sequence: PAYMENTS + 1 });
    expect(await reader.findObligation('bcus_nobody')).toBeUndefined();
    expect(await reader.findObligationId('UCR1234567890')).toBe(CUSTOMER);
    expect(await reader.findObligationId('UCR')).toBeUndefined();
    const lines = await reader.listLines(CUSTOMER);
    const sequences = lines.map(({ sequence }) => sequence).toSorted((a, b) => a - b);
    expect(sequences).toEqual(Array.from({ length: PAYMENTS + 1 }, (_, index) => index + 1));
    // An unmatched event is in the same index, and is no line.
    expect(await reader.listLines('bcus_nobody')).toEqual([]);
  });

  test('only an unmatched event waits', async () => {
    const { held, waiting } = await fill();
    expect(await stores.reader.isWaiting(waiting.hash)).toBe(true);
    expect(await stores.reader.isWaiting(held.hash)).toBe(false);
    expect(await stores.reader.isWaiting('nothing')).toBe(false);
  });

  test('more than fits into one page is read over several', async () => {
    // A page of DynamoDB ends at 1 MB.
    const big = Array.from({ length: 8 }, (_, index) =>
      heldEvent({ id: `evt_${index}`, type: 'x', data: { filling: 'x'.repeat(200_000) } }),
    );
    for (const event of big) await stores.ledger.hold(event);
    expect((await stores.reader.readPage(undefined)).cursor).toBeDefined();
    const read = await readAll(stores.reader);
    const hashes = read.flatMap((item) => (item.kind === 'held' ? [item.event.hash] : []));
    expect(hashes.toSorted()).toEqual(big.map(({ hash }) => hash).toSorted());
  });

  test('an empty table is one empty page', async () => {
    expect(await readAll(stores.reader)).toEqual([]);
    expect(await stores.reader.estimateItems()).toBe(0);
  });
});

async function readAll(reader: LedgerReader): Promise<LedgerItem[]> {
  const items: LedgerItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.readPage(cursor);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}
