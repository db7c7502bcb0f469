import { describe, expect, test } from 'vitest';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';
import queueMessages from '#test/fixtures/v0.2/queue-messages.json' with { type: 'json' };

// During a deployment both versions run: what 0.2.0 queued is read today, and what is queued today it reads. The
// fixture is as 0.2.0 wrote it, and is never written anew; a member may be added, none changed or dropped.

/** What a version to come may write beside what is known today. */
const ADDED = { added_later: { by: 'a newer version' } };

describe('a queue message of version 0.2', () => {
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
