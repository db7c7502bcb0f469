import { beforeEach, expect, test } from 'vitest';
import { createHandler } from '#functions/sweep/handler.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { presentBalance } from '#shared/use-cases/presenting/present-balance.ts';
import { amountApplied, incoming } from '#test/support/factories.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { unavailable } from '#test/support/memory-moment-api.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(() => {
  deps = createMemoryDeps();
});

const sweep = () => createHandler(deps)({}, lambdaContext(300_000));
const begin = async (reference = 'UCR1') => {
  deps.moment.meet({ when: 'after', error: unavailable() });
  const facts = CustomerFacts.parse({
    external_reference: reference,
    currency: 'ZAR',
    balance: 2000,
  });
  await createObligation(
    { asked: { kind: 'customer', facts }, idempotencyKey: undefined, deadline: 0 },
    deps,
  ).catch(() => undefined);
};
const present = () => {
  const deadline = deps.clock.now() + 20_000;
  return presentBalance(
    { kind: 'customer', id: 'UCR1', presentation: {}, idempotencyKey: 'p', deadline },
    deps,
  );
};
const created = () =>
  [...deps.table.references].flatMap(([reference, { kind }]) =>
    kind === 'taken' ? reference : [],
  );
const paid = (n: number) =>
  incoming(
    amountApplied({
      id: `evt_${n}`,
      data: { payment_id: `pay_${n}`, customer_id: 'bcus_1', amount: 100 },
    }),
  );

test('a creation that was abandoned is finished, and what waited for it is applied', async () => {
  await begin();
  await settleEvents([paid(1)], NO_DEADLINE, deps);
  deps.clock.advance(61_000);
  await sweep();
  expect(await deps.ledger.findObligation('bcus_1')).toMatchObject({ balance: 1900, sequence: 2 });
  expect(deps.table.held.size).toBe(0);
  await sweep();
  expect(await deps.ledger.findObligation('bcus_1')).toMatchObject({ balance: 1900, sequence: 2 });
});

test('a creation that may still run is left alone', async () => {
  await begin();
  await sweep();
  expect(deps.table.obligations.size).toBe(0);
});

test('a creation that fails again keeps nobody else from being finished', async () => {
  await begin('UCR1');
  await begin('UCR2');
  deps.clock.advance(61_000);
  deps.moment.meet({ when: 'before', error: unavailable() });
  await sweep();
  expect(created()).toEqual(['UCR2']);
  expect(deps.recorder.lines).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'sweep.failed' }),
  );
  deps.clock.advance(122_000);
  await sweep();
  expect(created()).toEqual(['UCR1', 'UCR2']);
});

test('events whose customer is still unknown go on waiting, and are counted', async () => {
  await settleEvents(
    Array.from({ length: 250 }, (_, n) => paid(n)),
    NO_DEADLINE,
    deps,
  );
  await sweep();
  expect(deps.table.held.size).toBe(250);
  expect(deps.recorder.metrics).toContainEqual({ name: 'Waiting', value: 250, dimensions: {} });
});

test('what is looked at in vain is looked at ever more seldom, but at once when its customer is there', async () => {
  await settleEvents([paid(1)], NO_DEADLINE, deps);
  const looks: number[] = [];
  const { listDue } = deps.waiting;
  deps.waiting.listDue = async (page) => {
    const due = await listDue.call(deps.waiting, page);
    if (due.items.length > 0) looks.push(deps.clock.now());
    return due;
  };
  for (let minutes = 0; minutes < 3 * 24 * 60; minutes += 5) {
    await sweep();
    deps.clock.advance(5 * 60_000);
  }
  // Minutes after 0, 5, 10, 20, 40 ... and then each day.
  expect(looks.length).toBeLessThan(13);
  await begin();
  deps.clock.advance(61_000);
  await sweep();
  expect(await deps.ledger.findObligation('bcus_1')).toMatchObject({ balance: 1900 });
});

test('an intent that cannot be read keeps nobody else from being finished', async () => {
  await begin('UCR1');
  await begin('UCR2');
  const { find } = deps.intents;
  deps.intents.find = async (key) => {
    if (key === 'create:UCR1') throw new Error('none of ours');
    return find.call(deps.intents, key);
  };
  deps.clock.advance(61_000);
  await sweep();
  expect(created()).toEqual(['UCR2']);
  expect(deps.recorder.metrics).toContainEqual({ name: 'SweepFailures', value: 1, dimensions: {} });
});

test('an event that could not be settled is counted as a failure, and the others as settled', async () => {
  const events = [1, 2].map((n) =>
    incoming(
      amountApplied({
        id: `evt_${n}`,
        data: { payment_id: `pay_${n}`, customer_id: `bcus_${n}`, amount: 100 },
      }),
    ),
  );
  await settleEvents(events, NO_DEADLINE, deps);
  await begin('UCR1');
  await begin('UCR2');
  const { post } = deps.ledger;
  let broken = ['bcus_1', 'bcus_2'];
  deps.ledger.post = async (posting, ...more) => {
    if (broken.includes(posting.obligationId)) throw new Error('the table is not there');
    return post.call(deps.ledger, posting, ...more);
  };
  deps.clock.advance(61_000);
  await sweep();
  broken = ['bcus_2'];
  deps.clock.advance(24 * 3_600_000);
  await sweep();
  const done = deps.recorder.lines.filter(({ message }) => message === 'sweep.done');
  expect(done.at(-1)).toMatchObject({ members: { settled: 1, failed: 1 } });
});

test('creations that hang leave half of the time to what waits', async () => {
  await settleEvents([paid(1)], NO_DEADLINE, deps);
  for (let n = 1; n <= 20; n += 1) await begin(`UCR${n}`);
  deps.moment.createCustomer = async (_facts, _key, deadline) => {
    deps.clock.advance(Math.max(0, deadline - deps.clock.now()));
    throw unavailable();
  };
  deps.clock.advance(61_000);
  const startedAt = deps.clock.now();
  let lookedAt = 0;
  const { listDue } = deps.waiting;
  deps.waiting.listDue = async (page) => {
    lookedAt = deps.clock.now();
    return listDue.call(deps.waiting, page);
  };
  await sweep();
  expect(lookedAt - startedAt).toBeLessThanOrEqual(120_000);
});

test('a Payment Request that nobody came back for is finished', async () => {
  await begin();
  deps.clock.advance(61_000);
  await sweep();
  deps.moment.meet({ when: 'after', error: unavailable() });
  await present().catch(() => undefined);
  deps.clock.advance(61_000);
  await sweep();
  expect(deps.table.intents.get('p')?.done).toMatchObject({ amount: 2000 });
  expect(deps.moment.paymentRequests).toHaveLength(1);
});

test('a Payment Request of which Moment has forgotten the key is left for whoever asks again', async () => {
  await begin();
  deps.clock.advance(61_000);
  await sweep();
  deps.moment.meet({ when: 'after', error: unavailable() });
  await present().catch(() => undefined);
  deps.clock.advance(24 * 60 * 60_000);
  await sweep();
  expect(deps.moment.paymentRequests).toHaveLength(1);
  await expect(present()).rejects.toMatchObject({ code: 'presentation.unresolved' });
});
