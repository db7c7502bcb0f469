import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { Chance } from './chance.ts';
import { FAULT_KINDS, type FaultKind, Faults } from './faults.ts';
import { Functions } from './functions.ts';
import type { Trace } from './invocation.ts';
import { Merchant } from './merchant.ts';
import { Oracle } from './oracle.ts';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';
import { Provider } from './provider.ts';
import { Runner } from './runner.ts';
import { SimulatedMoment } from './simulated-moment.ts';
import { SimulatedQueue } from './simulated-queue.ts';
import { SimulatedSigning } from './simulated-signing.ts';
import { SimulatedTime } from './simulated-time.ts';
import { Tally } from './tally.ts';

export type World = ReturnType<typeof createWorld>;

type Settings = {
  readonly seed: number;
  readonly payments: number;
  /** How many times as often as usual things go wrong. */
  readonly times: number;
  readonly faults?: readonly FaultKind[] | undefined;
  readonly bug?: string | undefined;
};

const START = Date.parse('2026-06-18T12:00:00.000Z');

/** The production functions, and around them a table, a queue, a merchant and Moment; each draws chances of its own. */
export function createWorld(settings: Settings, trace: Trace | undefined) {
  const chance = new Chance(settings.seed);
  const time = new SimulatedTime(START);
  const { times, faults: kinds = FAULT_KINDS } = settings;
  const faults = new Faults(times, kinds, chance.fork('faults'), time, new Tally());
  const oracle = new Oracle();
  const signing = new SimulatedSigning(time, faults);
  const moment = new SimulatedMoment(time, chance.fork('moment'), faults, {
    created: (customer) => provider.startPaying(customer.id, customer.external_reference),
    presented: ({ description = '' }) => oracle.present(description),
  });
  const queue = new SimulatedQueue(
    { time, faults, chance: chance.fork('queue'), watcher: oracle },
    async (batch) => {
      const ended = await functions.reconcile(batch);
      if (ended.kind !== 'answered') return undefined;
      return ended.answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  );
  const bug: PlantedBug = PLANTED_BUGS[settings.bug ?? ''] ?? {};
  const make: NonNullable<PlantedBug['ledger']> =
    bug.ledger ?? ((table, pause) => new MemoryLedgerStore(table, pause));
  const functions = new Functions({
    ...{ faults, signing, moment, queue, bug },
    runner: new Runner(time, faults, trace),
    chance: chance.fork('functions'),
    table: oracle.table,
    ledger: make(
      oracle.table,
      () => faults.pass(),
      () => time.now(),
    ),
  });
  const provider = new Provider(settings.payments, {
    ...{ time, faults, oracle, signing, functions },
    chance: chance.fork('provider'),
    paid: (id, amount) => moment.pay(id, amount),
  });
  const merchant = new Merchant(
    { time, faults, oracle, chance: chance.fork('merchant') },
    functions,
  );
  return { time, faults, oracle, functions, provider, merchant };
}
