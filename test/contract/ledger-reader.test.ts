import { expect, test } from 'vitest';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import type { LedgerReader } from '#shared/ports/ledger-reader.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  intent,
  open,
  opening,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';
import { onEachStore } from './on-each-store.ts';

const PAYMENTS = 30;
const payment = (n: number) => ({ payment_id: `pay_${n}`, amount: 10 });

onEachStore('the reader of a whole ledger', (stores) => {
  /** Items of every kind, as our code writes them. */
  async function fill() {
    const { ledger, intents, presented } = stores();
    const held = heldEvent({ id: 'evt_1', type: 'bill.created', data: {} });
    const waiting = heldEvent(amountApplied({ data: { customer_id: 'bcus_nobody' } }), 'unmatched');
    const opened = opening();
    await open(stores(), opened);
    await intents.begin(intent({ request: { external_reference: 'reserved' } }), '2026');
    await presented.keepPresented(CUSTOMER, {
      id: 'pr_1',
      status: 'active',
      amount: 1,
      currency: 'ZAR',
    });
    await ledger.hold(held);
    await ledger.hold(waiting);
    const events = Array.from({ length: PAYMENTS }, (_, n) =>
      incoming(amountApplied({ id: `evt_${n}`, data: payment(n) })),
    );
    const told = incoming(paymentRequestPaid({ data: payment(3) }));
    const deps = {
      ledger,
      clock: new TestClock(),
      randomness: new TestRandomness(),
      tellings: 'both' as const,
    };
    const settled = await settleEvents([...events, told], NO_DEADLINE, deps);
    const entries = settled.flatMap((one) =>
      'outcome' in one && one.outcome.kind === 'applied' ? [one.outcome.entry] : [],
    );
    return { opened, entries, held, waiting, told };
  }

  test('every item is read once, page by page, as it was written', async () => {
    const { opened, entries, held, waiting, told } = await fill();
    const items = await readAll(stores().reader);
    const of = <K extends LedgerItem['kind']>(kind: K) =>
      items.filter((item): item is Extract<LedgerItem, { kind: K }> => item.kind === kind);

    expect(of('unreadable')).toEqual([]);
    expect(of('obligation').map(({ obligation }) => obligation)).toEqual([
      await stores().ledger.findObligation(CUSTOMER),
    ]);
    const bySequence = of('entry')
      .map(({ entry }) => entry)
      .toSorted((left, right) => left.sequence - right.sequence);
    expect(bySequence).toEqual([opened.entry, ...entries]);
    expect(bySequence).toHaveLength(PAYMENTS + 1);
    const [telling, ...more] = of('telling');
    expect(more).toEqual([]);
    expect(telling?.telling).toMatchObject({ paymentId: 'pay_3', amount: 10, sequence: 5 });
    expect(telling?.telling.cause.hash).toBe(told.hash);
    expect(
      of('held')
        .map(({ event }) => event.hash)
        .toSorted(),
    ).toEqual([held.hash, waiting.hash].toSorted());
    const references = of('reference').toSorted((left, right) =>
      left.externalReference.localeCompare(right.externalReference),
    );
    expect(references).toEqual([
      { kind: 'reference', externalReference: 'reserved', obligationId: undefined },
      { kind: 'reference', externalReference: 'UCR1234567890', obligationId: CUSTOMER },
    ]);
    expect(stores().reader.readUnits).toBeGreaterThan(0);
  });

  test('one obligation, its reference and all its lines are read again', async () => {
    await fill();
    const { reader } = stores();
    expect(await reader.findObligation(CUSTOMER)).toMatchObject({ sequence: PAYMENTS + 1 });
    expect(await reader.findObligation('bcus_nobody')).toBeUndefined();
    expect(await reader.findObligationId('customer', 'UCR1234567890')).toBe(CUSTOMER);
    expect(await reader.findObligationId('customer', 'UCR')).toBeUndefined();
    expect(await reader.findObligationId('customer', 'reserved')).toBeUndefined();
    const lines = await reader.listLines(CUSTOMER);
    const sequences = lines.map(({ sequence }) => sequence).toSorted((a, b) => a - b);
    expect(sequences).toEqual(Array.from({ length: PAYMENTS + 1 }, (_, index) => index + 1));
    // An unmatched event is in the same index, and is no line.
    expect(await reader.listLines('bcus_nobody')).toEqual([]);
  });

  test('only an unmatched event waits', async () => {
    const { held, waiting } = await fill();
    expect(await stores().reader.isWaiting(waiting)).toBe(true);
    expect(await stores().reader.isWaiting(held)).toBe(false);
    expect(await stores().reader.isWaiting({ hash: 'nothing' })).toBe(false);
  });

  test('more than fits into one page is read over several', async () => {
    // A page of DynamoDB ends at 1 MB.
    const big = Array.from({ length: 8 }, (_, index) =>
      heldEvent({ id: `evt_${index}`, type: 'x', data: { filling: 'x'.repeat(200_000) } }),
    );
    for (const event of big) await stores().ledger.hold(event);
    expect((await stores().reader.readPage(undefined)).cursor).toBeDefined();
    const read = await readAll(stores().reader);
    const hashes = read.flatMap((item) => (item.kind === 'held' ? [item.event.hash] : []));
    expect(hashes.toSorted()).toEqual(big.map(({ hash }) => hash).toSorted());
  });

  test('an empty table is one empty page', async () => {
    expect(await readAll(stores().reader)).toEqual([]);
    expect(await stores().reader.estimateItems()).toBe(0);
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
