import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { intent } from '#test/support/factories.ts';
import { type Stores, worlds } from '#test/support/stores.ts';

const at = (second: number) => `2026-06-18T12:00:${String(second).padStart(2, '0')}.000Z`;
const ANSWER = { status: 201, body: { id: 'bcus_1' } };

describe.each(worlds)('IntentStore: $name', (world) => {
  let close: () => Promise<void> = async () => undefined;
  let fresh: () => Promise<Stores>;
  let intents: Stores['intents'];

  beforeAll(async () => {
    ({ fresh, close } = await world.start());
  }, 30_000);
  afterAll(() => close());
  beforeEach(async () => {
    ({ intents } = await fresh());
  });

  test('the first to begin has the key', async () => {
    const first = intent();
    expect(await intents.begin(first)).toEqual({ kind: 'begun' });
    expect(await intents.begin({ ...intent(), key: first.key })).toEqual({
      kind: 'exists',
      intent: first,
    });
    expect(await intents.find(first.key)).toEqual(first);
    expect(await intents.find('other')).toBeUndefined();
  });

  test('of many who begin at once, one has the key', async () => {
    const key = intent().key;
    const begun = await Promise.all(
      Array.from({ length: 10 }, () => intents.begin({ ...intent(), key })),
    );
    expect(begun.filter(({ kind }) => kind === 'begun')).toHaveLength(1);
  });

  test('an answer is stored once', async () => {
    const begun = intent();
    await intents.begin(begun);
    await intents.finish(begun.key, ANSWER);
    await intents.finish(begun.key, { status: 201, body: { id: 'bcus_2' } });
    expect((await intents.find(begun.key))?.answer).toEqual(ANSWER);
  });

  test('only an unfinished intent can be discarded', async () => {
    const [open, done] = [intent(), intent()];
    await intents.begin(open);
    await intents.begin(done);
    await intents.finish(done.key, ANSWER);
    await intents.discard(open.key);
    await intents.discard(done.key);
    await intents.discard('other');
    expect(await intents.find(open.key)).toBeUndefined();
    expect(await intents.find(done.key)).toBeDefined();
  });

  test("a spent key is replaced once; whoever comes late learns the winner's", async () => {
    const begun = intent({ momentKey: 'spent' });
    await intents.begin(begun);
    expect(await intents.replaceMomentKey(begun.key, 'spent', 'fresh')).toBe('fresh');
    expect(await intents.replaceMomentKey(begun.key, 'spent', 'late')).toBe('fresh');
  });

  test('abandoned creations are listed from the one that was tried longest ago', async () => {
    const [first, second, recent] = [
      intent({ startedAt: at(1) }),
      intent({ startedAt: at(2) }),
      intent({ startedAt: at(9) }),
    ];
    const presenting = intent({ operation: 'present_balance', startedAt: at(0) });
    const done = intent({ startedAt: at(0) });
    for (const one of [second, first, recent, presenting, done]) await intents.begin(one);
    await intents.finish(done.key, ANSWER);
    const list = async () =>
      (await intents.listAbandoned({ triedBefore: at(5), limit: 2 })).map(({ key }) => key);

    expect(await intents.listAbandoned({ triedBefore: at(1), limit: 2 })).toEqual([]);
    expect(await list()).toEqual([first.key, second.key]);
    await intents.markTried(first.key, at(3));
    expect((await intents.find(first.key))?.tries).toBe(2);
    expect(await list()).toEqual([second.key, first.key]);
    await intents.markTried(second.key, at(6));
    expect(await list()).toEqual([first.key]);
  });

  test('an intent that is gone is not brought back by marking it tried', async () => {
    await intents.markTried('gone', at(1));
    expect(await intents.find('gone')).toBeUndefined();
  });
});
