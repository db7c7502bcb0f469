import { expect, test } from 'vitest';
import { verifyLedger } from '#commands/verify/verify-ledger.ts';
import { createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { type EraseDeps, erasePerson } from '#shared/use-cases/people/erase-person.ts';
import { amountApplied, incoming, paymentRequestPaid } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const WHO = { name: 'Jane Roe', email: 'jane@example.com', metadata: { plan: 'gold' } };
const ID = 'bcus_1';
const COMMAND = { kind: 'customer', id: ID, actor: 'a', reason: 'r', isRehearsal: false } as const;
const applied = amountApplied({ data: { customer_id: ID, metadata: WHO } });
const paid = paymentRequestPaid({ data: { metadata: { ...WHO, obligation_id: ID } } });
const later = amountApplied({ id: 'evt_9', data: { payment_id: 'pay_9', customer_id: ID } });

type Deps = ReturnType<typeof createMemoryDeps>;
type Between = (call: number, when: 'before' | 'after') => Promise<void>;

const settle = (deps: Deps, ...events: unknown[]) =>
  settleEvents(
    events.map((event) => incoming(event)),
    NO_DEADLINE,
    deps,
  );

async function createLedger(): Promise<Deps> {
  const deps = createMemoryDeps();
  const facts = { external_reference: 'C-1', currency: 'ZAR', balance: 50_000, ...WHO };
  await createObligation(
    { asked: { kind: 'customer', facts }, idempotencyKey: 'key-1', deadline: NO_DEADLINE },
    deps,
  );
  await settle(deps, applied, paid);
  await settle(deps, { id: 'evt_2', type: 'customer.updated', data: { id: ID, ...WHO } });
  return deps;
}

/** The ports of an erasure, with something between any two of its calls. */
function interrupted(
  { ledger, intents, people, reader, clock }: Deps,
  between: Between,
): EraseDeps {
  let calls = 0;
  const watch = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          calls += 1;
          const call = calls;
          await between(call, 'before');
          const answer: unknown = await value.apply(target, args);
          await between(call, 'after');
          return answer;
        };
      },
    });
  return {
    ledger: watch(ledger),
    intents: watch(intents),
    people: watch(people),
    reader: watch(reader),
    clock,
  };
}

async function expectErased(deps: Deps): Promise<void> {
  const { table, reader, clock } = deps;
  const kept = JSON.stringify(
    Object.values(table).map((kind) => [...kind]),
    (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value),
  );
  expect(kept).not.toMatch(/Jane|jane@|gold/);
  const verdict = await verifyLedger({ reader, clock, indexLagMs: 0 });
  expect(verdict?.breaches).toEqual([]);
}

async function countCalls(): Promise<number> {
  let calls = 0;
  const count: Between = async (call) => {
    calls = call;
  };
  await erasePerson(COMMAND, interrupted(await createLedger(), count));
  return calls;
}

test.each(['before', 'after'] as const)(
  'an erasure that dies %s any of its calls breaks no promise, and the next one does the rest',
  async (when) => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(8);
    for (let deadly = 1; deadly <= calls; deadly += 1) {
      const deps = await createLedger();
      const die: Between = async (call, now) => {
        if (call === deadly && now === when) throw new Error('died');
      };
      await expect(erasePerson(COMMAND, interrupted(deps, die))).rejects.toThrow('died');
      const { reader, clock } = deps;
      expect(await verifyLedger({ reader, clock, indexLagMs: 0 })).toMatchObject({
        breachCount: 0,
      });
      deps.clock.advance(1);
      await erasePerson(COMMAND, deps);
      await expectErased(deps);
    }
  },
);

test('whatever is told again between any two calls is known again, and brings nobody back', async () => {
  const calls = await countCalls();
  for (let at = 1; at <= calls; at += 1) {
    const deps = await createLedger();
    const tell: Between = async (call, when) => {
      if (call !== at || when !== 'after') return;
      const again = await settle(deps, applied, paid, later);
      expect(again.map((one) => 'outcome' in one && one.outcome.kind)).toEqual(
        expect.arrayContaining(['duplicate', 'duplicate', 'applied']),
      );
    };
    await erasePerson(COMMAND, interrupted(deps, tell));
    await expectErased(deps);
    expect(deps.table.obligations.get(ID)).toMatchObject({ balance: 20_000, sequence: 3 });
  }
});

test('two erasures at once, in step, leave what one leaves', async () => {
  const deps = await createLedger();
  const yielding: Between = () => new Promise((resolve) => setImmediate(resolve));
  await Promise.all([1, 2].map(() => erasePerson(COMMAND, interrupted(deps, yielding))));
  await expectErased(deps);
});
