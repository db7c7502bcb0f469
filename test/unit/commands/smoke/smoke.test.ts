import { expect, test } from 'vitest';
import { explain } from '#commands/kit/explain.ts';
import type { Answer } from '#commands/kit/stack-api.ts';
import { UsageError } from '#commands/kit/usage.ts';
import { readOptions, USAGE } from '#commands/smoke/options.ts';
import { type SmokeDeps, smoke } from '#commands/smoke/smoke.ts';
import { TestClock } from '#test/support/world.ts';

const OPTIONS = { customer: 'SMOKE-1', live: false, timeoutSeconds: 2, verifies: true };
const CUSTOMER = {
  ...{ id: 'bcus_1', external_reference: 'SMOKE-1', currency: 'ZAR', balance: 0 },
  ...{ balance_tracked: true, opened_at: '2026-11-28T08:00:00Z', sequence: 1 },
};
const ENTRY = {
  ...{ id: 'pay_smoke_run@bcus_1', sequence: 2, type: 'payment', amount: -1, ending_balance: -1 },
  ...{ currency: 'ZAR', payment_id: 'pay_smoke_run', effective_at: '2026-11-28T08:00:00Z' },
  recorded_at: '2026-11-28T08:00:00Z',
};
const answer = (status: number, body: object): Answer => {
  const { code } = body as { code?: string };
  return { status, code, body };
};
const problem = (status: number, code: string) => answer(status, { title: 'No', status, code });

/** A stack that is well, but for `parts`, and what the run told of it. */
function stackWith({
  deliveries = [],
  entries = [ENTRY],
  depth = { waiting: 0, dead: 0 },
  ...parts
}: Partial<SmokeDeps> & {
  readonly deliveries?: readonly Answer[];
  readonly entries?: readonly object[];
  readonly depth?: { readonly waiting: number; readonly dead: number };
} = {}) {
  const told: string[] = [];
  const queue = [...deliveries];
  const deps: SmokeDeps = {
    readApiKey: async () => 'sk_test_1',
    readSigningKeys: async () => '{"2026-11":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}',
    api: {
      callUnsigned: undefined,
      call: async (_, path) =>
        path.includes('/entries')
          ? answer(200, { data: entries, next_cursor: null })
          : answer(200, CUSTOMER),
      deliver: async () => queue.shift() ?? answer(200, { received: true }),
    },
    queue: { readDepth: async () => ({ name: 'q', ...depth }) },
    verify: async () => ({ breachCount: 0, entries: 2 }),
    clock: new TestClock(),
    actor: 'jane@desk',
    runId: 'run',
    onStep: (name) => told.push(name),
    ...parts,
  };
  return { told, deps, run: () => smoke(OPTIONS, deps) };
}

test('each thing that is well is told, in the order in which it was looked at', async () => {
  const { told, run } = stackWith();
  await run();
  expect(told).toEqual(['API key', 'signing keys', 'customer', 'delivery', 'reconciled', 'ledger']);
});

test('the payment says who made it up', async () => {
  const delivered: string[] = [];
  const { api } = stackWith().deps;
  const deliver = async (body: string) => {
    delivered.push(body);
    return answer(200, { received: true });
  };
  await stackWith({ api: { ...api, deliver } }).run();
  expect(JSON.parse(delivered.join()).data.description).toBe('Smoke test by jane@desk');
});

test.each(['delivery.signature_mismatch', 'signing_keys.unavailable', 'queue.unavailable'])(
  'a delivery that is answered %s is sent again, since a secret is read anew after 10 s',
  async (code) => {
    const late = [problem(503, code), problem(503, code), problem(503, code)];
    await stackWith({ deliveries: late }).run();
    const never = stackWith({ deliveries: [...late, problem(503, code)] });
    await expect(never.run()).rejects.toMatchObject({
      message: expect.stringContaining(code),
      todo: `docs/operations.md#deliveries-that-are-refused says what to do about ${code}`,
    });
  },
);

test('a delivery that is refused for another reason is not sent again', async () => {
  const { run } = stackWith({ deliveries: [problem(401, 'delivery.early')] });
  await expect(run()).rejects.toThrow('delivery.early');
});

test('a webhook that is not reached by a function is told apart', async () => {
  const { run } = stackWith({ deliveries: [answer(503, { message: 'Service Unavailable' })] });
  await expect(run()).rejects.toMatchObject({
    todo: expect.stringContaining('docs/operations.md#alarm-webhook-errors'),
  });
});

test.each([
  [{ waiting: 2, dead: 0 }, 'docs/operations.md#alarm-oldest-message'],
  [{ waiting: 0, dead: 1 }, 'docs/operations.md#alarm-dead-letters'],
  [{ waiting: 0, dead: 0 }, 'docs/signing.md#what-became-of-it finds it by pay_smoke_run'],
])('a payment that is not entered, with %j messages, leads to %s', async (depth, todo) => {
  const { run } = stackWith({ entries: [], depth });
  await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('2 s'), todo });
});

test.each([
  ['twice', [ENTRY, ENTRY]],
  ['with another amount', [{ ...ENTRY, amount: 1 }]],
])('a payment that is entered %s is wrong', async (_, entries) => {
  await expect(stackWith({ entries }).run()).rejects.toThrow(/pay_smoke_run is entered/);
});

test.each([
  [['--stage', 'dev', '--port', '1'], /--stage and --port name different stacks/],
  [['--profile', 'p'], /name it with --stage/],
  [['--customer', 'UCR1'], /must begin with SMOKE-/],
  [['--timeout', '0'], /--timeout must be a whole number from 1/],
  [['--stag', 'dev'], /Unknown option '--stag'/],
])('%j is refused with the reason and the usage', (args, reason) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(reason);
  const words = explain(new UsageError('x'), { usage: USAGE, needs: '' });
  expect(words).toContain('--skip-verify');
});

test('the customer of a stage is named after it', () => {
  expect(readOptions(['--stage', 'prod']).customer).toBe('SMOKE-prod');
  expect(readOptions([]).customer).toBe('SMOKE-local');
});
