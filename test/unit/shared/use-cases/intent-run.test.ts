import { beforeEach, describe, expect, test } from 'vitest';
import type { Intent } from '#shared/models/intent.ts';
import { IntentRun } from '#shared/use-cases/intent-run.ts';
import { intent, nestedIntent } from '#test/support/factories.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { keySpent, unavailable } from '#test/support/memory-moment-api.ts';
import { TestRandomness } from '#test/support/world.ts';

const BEGUN = intent({ key: 'key-1', momentKey: 'first' });
const BILL = { external_reference: 'B1', currency: 'ZAR', amount_due: 5 };
const FRESH = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

let intents: MemoryIntentStore;
let run: IntentRun<Intent>;
let called: string[];

beforeEach(async () => {
  intents = new MemoryIntentStore();
  await intents.begin(BEGUN, BEGUN.startedAt);
  run = new IntentRun<Intent>(BEGUN, { intents, randomness: new TestRandomness() });
  called = [];
});

/** Moment answers so many keys with a stored failure. */
const call = (spentKeys: number) =>
  run.callMoment(async (key) => {
    called.push(key);
    if (called.length <= spentKeys) throw keySpent();
    return 'done';
  });
const storedKey = async () => (await intents.find('key-1'))?.momentKey;

test("Moment is called under the intent's key", async () => {
  expect(await call(0)).toBe('done');
  expect(called).toEqual(['first']);
  expect([run.momentKey, run.isReplaced, run.intent]).toEqual(['first', false, BEGUN]);
});

test('a spent key is replaced, in the store before Moment is called under the new one', async () => {
  const stored: unknown[] = [];
  await run.callMoment(async (key) => {
    stored.push([key, await storedKey()]);
    if (stored.length === 1) throw keySpent();
    return 'done';
  });
  expect(stored).toEqual([
    ['first', 'first'],
    [FRESH(1), FRESH(1)],
  ]);
  expect([run.momentKey, run.isReplaced]).toEqual([FRESH(1), true]);
});

test('three keys are replaced at most: a Moment that fails on each is down', async () => {
  expect(await call(3)).toBe('done');
  expect(called).toEqual(['first', FRESH(1), FRESH(2), FRESH(3)]);
  called = [];
  await expect(call(4)).rejects.toMatchObject({ code: 'moment.key_spent' });
  expect(called).toHaveLength(4);
});

test('any other failure is passed on, and the key stays', async () => {
  const act = () =>
    run.callMoment(async () => {
      throw unavailable();
    });
  await expect(act).rejects.toMatchObject({ code: 'moment.unavailable' });
  expect([await storedKey(), run.isReplaced]).toEqual(['first', false]);
});

test('of two runs that meet a spent key the first to replace it decides for both', async () => {
  await intents.replaceMomentKey('key-1', 'first', "the other run's");
  expect(await call(1)).toBe('done');
  expect(called).toEqual(['first', "the other run's"]);
});

describe('a run whose intent has ended meanwhile stops, to be sent again:', () => {
  test.each<[string, () => Promise<void>]>([
    [
      'as done',
      () => intents.finish('key-1', { obligationId: 'bcus_1', openedAt: BEGUN.startedAt }),
    ],
    ['as refused', () => intents.discard(BEGUN, 'first')],
    [
      'as refused, and begun anew as another request',
      async () => {
        await intents.discard(BEGUN, 'first');
        await intents.begin({ ...BEGUN, requestHash: 'another' }, BEGUN.startedAt);
      },
    ],
  ])('%s', async (_how, end) => {
    await end();
    await expect(call(1)).rejects.toMatchObject({
      code: 'ledger.busy',
      message: expect.stringContaining('send it again under the same key'),
    });
    expect(called).toEqual(['first']);
  });
});

describe('of nested parts', () => {
  const parts = { account: { external_reference: 'A1' }, bill: BILL, customerId: 'bcus_1' };
  const begun = nestedIntent({ key: 'key-2', momentKey: 'first', request: parts });
  const made = { account: { obligationId: 'bacc_1', openedAt: begun.startedAt } };
  const start = async () => {
    await intents.begin(begun, begun.startedAt);
    return new IntentRun<Intent>(begun, { intents, randomness: new TestRandomness() });
  };

  test('a run that is behind never calls Moment under the key of the next part', async () => {
    const behind = await start();
    intents.table.intents.set('key-2', { ...begun, made, momentKey: 'second', dueAt: '' });
    const called: string[] = [];
    const act = behind.callMoment(async (key) => {
      called.push(key);
      throw keySpent();
    });
    await expect(act).rejects.toMatchObject({ code: 'ledger.busy' });
    expect(called).toEqual(['first']);
  });

  test('a run that moves on has the key of the next part, of which none is replaced yet', async () => {
    const on = await start();
    const next = { ...begun, made, momentKey: 'second' };
    on.moveOn(next);
    expect([on.intent, on.momentKey, on.isReplaced]).toEqual([next, 'second', false]);
  });
});
