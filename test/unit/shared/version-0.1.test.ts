import { describe, expect, test } from 'vitest';
import {
  fromEntryItem,
  fromHeldItem,
  fromIntentItem,
  fromObligationItem,
  fromStatementRow,
  type Item,
  toEntryItem,
  toHeldItem,
  toIntentItem,
  toObligationItem,
} from '#shared/aws/ledger-items.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import { fromQueueMessage, toQueueMessage } from '#shared/models/delivery.ts';
import entries from '#test/fixtures/v0.1/entries.json' with { type: 'json' };
import heldEvents from '#test/fixtures/v0.1/held-events.json' with { type: 'json' };
import intents from '#test/fixtures/v0.1/intents.json' with { type: 'json' };
import obligations from '#test/fixtures/v0.1/obligations.json' with { type: 'json' };
import queueMessages from '#test/fixtures/v0.1/queue-messages.json' with { type: 'json' };

// During a deployment both versions run: what 0.1.0 wrote is read today, and what is written today it reads. The
// fixtures are as 0.1.0 wrote them, and are never written anew; a member may be added, none changed or dropped.

/** What a version to come may write beside what is known today. */
const ADDED = { added_later: { by: 'a newer version' } };

const kinds: readonly [string, readonly Item[], (item: Item) => unknown, (value: never) => Item][] =
  [
    ['an obligation', obligations, fromObligationItem, toObligationItem],
    ['an entry', entries, fromEntryItem, toEntryItem],
    ['a held event', heldEvents, fromHeldItem, toHeldItem],
    ['an intent', intents, fromIntentItem, toIntentItem],
  ];

describe.each(kinds)('%s of version 0.1', (_kind, items, read, write) => {
  test.each(items)('$pk is read whole, and written with all its members', (item) => {
    const again = JSON.parse(JSON.stringify(write(read(item) as never)));
    expect(again).toMatchObject(item);
  });

  test.each(items)('$pk reads the same with a member that is not known yet', (item) => {
    expect(read({ ...item, ...ADDED })).toEqual(read(item));
  });
});

describe('a queue message of version 0.1', () => {
  test.each(queueMessages)(
    'in $encoding is read whole, and written with all its members',
    (message) => {
      const delivery = fromQueueMessage(JSON.stringify(message));
      expect(Buffer.from(delivery.body).toString(message.encoding as BufferEncoding)).toBe(
        message.body,
      );
      expect(JSON.parse(toQueueMessage(delivery))).toMatchObject(message);
    },
  );

  test.each(queueMessages)(
    'in $encoding reads the same with a member that is not known yet',
    (message) => {
      expect(fromQueueMessage(JSON.stringify({ ...message, ...ADDED }))).toEqual(
        fromQueueMessage(JSON.stringify(message)),
      );
    },
  );
});

test('the raw event that an entry of version 0.1 keeps still has the hash that it keeps', () => {
  const kept = entries.flatMap((item) => ('hash' in item ? [[item.hash, item.raw]] : []));
  expect(kept).toHaveLength(2);
  for (const [hash, raw] of kept) expect(hashBytes(raw ?? '')).toBe(hash);
});

test('a row of the statement of version 0.1 is read, with a member that is not known yet', () => {
  for (const { pk, ...row } of entries) {
    expect(fromStatementRow({ pk, ...row, ...ADDED }).key).toBe(pk);
  }
});
