import { beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import type { PresentationIntent } from '#shared/models/intent.ts';
import type { IntentRun } from '#shared/use-cases/intent-run.ts';
import { type Command, once } from '#shared/use-cases/once.ts';
import { CUSTOMER, intent } from '#test/support/factories.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { NOON, TestClock, TestRandomness } from '#test/support/world.ts';

const MADE = { id: 'pr_1', status: 'active', amount: 500, currency: 'ZAR' };
const FACTS = { amount: 500, currency: 'ZAR', external_reference: 'UCR1' };
const MINUTE = '2026-06-18T12:01:00.000Z';

let intents: MemoryIntentStore;
let clock: TestClock;
let randomness: TestRandomness;
let runs: IntentRun<PresentationIntent>[];
const deps = () => ({ intents, clock, randomness });

beforeEach(() => {
  intents = new MemoryIntentStore();
  clock = new TestClock();
  randomness = new TestRandomness();
  runs = [];
});

const command = (
  carryOut: () => Promise<typeof MADE> = async () => MADE,
  overrides: Partial<Command<PresentationIntent>> = {},
): Command<PresentationIntent> => ({
  operation: 'present_balance',
  key: 'key-1',
  asked: ['what'],
  propose: (begun) => ({
    ...begun,
    operation: 'present_balance',
    request: { obligationId: CUSTOMER, facts: FACTS },
  }),
  carryOut: async (run) => {
    runs.push(run);
    const done = await carryOut();
    await intents.finish(run.intent.key, done);
    return done;
  },
  ...overrides,
});
const fails = (error: Error) =>
  command(async () => {
    throw error;
  });
const failureOf = (given: Command<PresentationIntent>) =>
  once(given, deps()).catch((error: unknown) => error);
const stored = () => intents.find('key-1');

test('a new command is stored before it is carried out', async () => {
  const before: unknown[] = [];
  const done = await once(
    command(async () => {
      before.push(await stored(), intents.table.intents.get('key-1')?.dueAt);
      return MADE;
    }),
    deps(),
  );
  const begun = {
    key: 'key-1',
    operation: 'present_balance',
    requestHash: hashBytes('["present_balance",["what"]]'),
    request: { obligationId: CUSTOMER, facts: FACTS },
    momentKey: '00000000-0000-4000-8000-000000000001',
    startedAt: new Date(NOON).toISOString(),
    tries: 1,
  };
  expect(before).toEqual([begun, MINUTE]);
  expect(done).toEqual({ intent: begun, done: MADE, replayed: false });
});

test('a command that was done is replayed, and not carried out again', async () => {
  await once(command(), deps());
  const again = await once(
    command(async () => ({ ...MADE, id: 'pr_2' })),
    deps(),
  );
  expect(again).toMatchObject({ done: MADE, replayed: true, intent: { key: 'key-1' } });
  expect(runs).toHaveLength(1);
});

test('a command that crashed is resumed as it was decided then, and its try is counted', async () => {
  const crash = new Error('crash');
  expect(await failureOf(fails(crash))).toBe(crash);
  clock.advance(10 * 60_000);
  const { intent: resumed, replayed } = await once(
    command(async () => MADE, {
      propose: () => {
        throw new Error('decided anew');
      },
    }),
    deps(),
  );
  expect(replayed).toBe(false);
  expect(resumed.startedAt).toBe(new Date(NOON).toISOString());
  expect(runs.map(({ momentKey }) => momentKey)).toEqual([resumed.momentKey, resumed.momentKey]);
  expect(await stored()).toMatchObject({ tries: 2, done: MADE });
  expect(intents.table.intents.get('key-1')?.dueAt).toBe('2026-06-18T12:20:00.000Z');
});

describe('a key that came with another request', () => {
  test.each([
    ['of another body', { asked: ['else'] }],
    ['of another operation', { operation: 'create_customer' as 'present_balance' }],
  ])('%s is refused, whether it was done or not', async (_what, other) => {
    await failureOf(fails(new Error('crash')));
    const refused = {
      code: 'idempotency_key.reused',
      message:
        'This Idempotency-Key came with another request before; use a new one for each new request',
      retryable: false,
    };
    expect(await failureOf(command(async () => MADE, other))).toMatchObject(refused);
    await once(command(), deps());
    expect(await failureOf(command(async () => MADE, other))).toMatchObject(refused);
    expect(runs).toHaveLength(2);
    expect(await stored()).toMatchObject({ tries: 2 });
  });

  test('is refused even where both are said to be the same', async () => {
    const requestHash = hashBytes('["present_balance",["what"]]');
    await intents.begin(intent({ key: 'key-1', requestHash }), MINUTE);
    expect(await failureOf(command())).toMatchObject({ code: 'idempotency_key.reused' });
  });
});

test('a run that another one overtakes while it begins goes on with the stored intent', async () => {
  const find = intents.find.bind(intents);
  intents.find = async () => {
    intents.find = find;
    await failureOf(fails(new Error('crash')));
    return undefined;
  };
  const { intent: resumed, replayed } = await once(command(), deps());
  expect(replayed).toBe(false);
  expect(resumed.momentKey).toBe('00000000-0000-4000-8000-000000000001');
  expect(await stored()).toMatchObject({ tries: 2, done: MADE });
});

describe('a creation whose reference', () => {
  const creation = (key: string) => ({
    ...command(),
    key,
    propose: () => intent({ key }) as never,
  });

  test('is reserved by another one is pending, and says under which key', async () => {
    await intents.begin(intent({ key: 'key-0' }), MINUTE);
    expect(await failureOf(creation('key-2'))).toMatchObject({
      code: 'customer.creation_pending',
      retryable: true,
      members: { idempotency_key: 'key-0' },
    });
    expect(await intents.find('key-2')).toBeUndefined();
  });

  test('is taken names whose it is', async () => {
    intents.table.references.set('UCR1234567890', { kind: 'taken', obligationId: CUSTOMER });
    expect(await failureOf(creation('key-2'))).toMatchObject({
      code: 'customer.exists',
      members: { customer: { id: CUSTOMER, external_reference: 'UCR1234567890' } },
    });
  });
});

describe('a command that fails', () => {
  test('in a way that may pass is left for the next run, and says under which key', async () => {
    const error = new ServiceError('moment.unavailable', 'no answer', { members: { a: 1 } });
    expect(await failureOf(fails(error))).toMatchObject({
      code: 'moment.unavailable',
      message: 'no answer',
      members: { a: 1, idempotency_key: 'key-1' },
    });
    expect(await stored()).toMatchObject({ key: 'key-1' });
  });

  test('by a refusal is forgotten, so that its key may be used anew', async () => {
    const error = new ServiceError('moment.refused', 'no');
    expect(await failureOf(fails(error))).toBe(error);
    expect(await stored()).toBeUndefined();
    expect(await once(command(), deps())).toMatchObject({ replayed: false });
  });

  test('by a crash is left as it is', async () => {
    await failureOf(fails(new Error('crash')));
    expect(await stored()).toMatchObject({ tries: 1 });
  });

  test('where nobody knows what became of it is not forgotten: it could be done twice', async () => {
    const error = new ServiceError('presentation.unresolved', 'look at Moment');
    expect(await failureOf(fails(error))).toBe(error);
    expect(await stored()).toMatchObject({ key: 'key-1' });
    expect(await failureOf(fails(error))).toBe(error);
  });

  test('by a refusal forgets no intent that another run stored under its key', async () => {
    const refused = command(async () => {
      const [run] = runs;
      // Another run was refused first, and the merchant sent the mended request.
      await intents.discard((await stored()) ?? intent(), run?.momentKey ?? '');
      await intents.begin(intent({ key: 'key-1', momentKey: 'mended' }), MINUTE);
      throw new ServiceError('moment.refused', 'no');
    });
    expect(await failureOf(refused)).toMatchObject({ code: 'moment.refused' });
    expect(await stored()).toMatchObject({ momentKey: 'mended' });
  });
});
