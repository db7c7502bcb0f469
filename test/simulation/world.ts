import { Chance } from '#test/support/chance.ts';
import { MemoryChanges } from '#test/support/memory-changes.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryListedObligations } from '#test/support/memory-listed-obligations.ts';
import { MemoryOwnedObligations } from '#test/support/memory-owned-obligations.ts';
import { MemoryPresentedRequests } from '#test/support/memory-presented-requests.ts';
import { MemoryStatements } from '#test/support/memory-statements.ts';
import { MemoryUntoldObligations } from '#test/support/memory-untold-obligations.ts';
import { MemoryWaitingEvents } from '#test/support/memory-waiting-events.ts';
import { FAULT_KINDS, type FaultKind, Faults } from './faults.ts';
import { Functions } from './functions.ts';
import type { Trace } from './invocation.ts';
import { Merchant } from './merchant.ts';
import { Oracle } from './oracle.ts';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';
import { Provider } from './provider.ts';
import { PushSchedule } from './push-schedule.ts';
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

/** Of obligations, of which nothing is told that contradicts itself. */
const TIDY_SHARE = 0.25;
const START = Date.parse('2026-06-18T12:00:00.000Z');

/** The production functions, and around them a table, a queue, a merchant and Moment; each draws chances of its own. */
export function createWorld(settings: Settings, trace: Trace | undefined) {
  const chance = new Chance(settings.seed);
  const time = new SimulatedTime(START);
  const { times, faults: kinds = FAULT_KINDS } = settings;
  const faults = new Faults(times, kinds, chance.fork('faults'), time, new Tally());
  const pushes = new PushSchedule(time, () => void functions.push());
  const oracle = new Oracle(time, faults.tally, (obligation) => pushes.see(obligation));
  const signing = new SimulatedSigning(time, faults);
  const reading = chance.fork('reading');
  const lowers = reading.happens(0.5);
  const momentLowers = reading.happens(0.4) ? 'unknown' : lowers ? 'yes' : 'no';
  const isTidy = (reference: string) => chance.fork(`tidy ${reference}`).happens(TIDY_SHARE);
  const moment = new SimulatedMoment(
    lowers,
    { time, faults, chance: chance.fork('moment') },
    {
      created: (target) =>
        provider.startPaying(target, target.reference, moment.isForeign(target.reference)),
      presented: ({ description = '' }) => oracle.present(description),
    },
  );
  const bug: PlantedBug = PLANTED_BUGS[settings.bug ?? ''] ?? {};
  const queue = new SimulatedQueue(
    {
      ...{ time, faults, chance: chance.fork('queue'), watcher: oracle },
      isDisabled: bug.isDisabled ?? false,
    },
    async (batch) => {
      const ended = await functions.reconcile(batch);
      if (ended.kind !== 'answered') return undefined;
      return ended.answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  );
  const { table } = oracle;
  const pause = () => faults.pass();
  const functions = new Functions({
    ...{ faults, signing, moment, queue, bug, momentLowers },
    runner: new Runner(time, faults, trace),
    chance: chance.fork('functions'),
    stores: {
      ledger: bug.ledger?.(table, pause, () => time.now()) ?? new MemoryLedgerStore(table, pause),
      waiting: bug.waiting?.(table) ?? new MemoryWaitingEvents(table),
      intents: bug.intents?.(table) ?? new MemoryIntentStore(table),
      presented: new MemoryPresentedRequests(table),
      changes: new MemoryChanges(table),
      listed: new MemoryListedObligations(table),
      owned: new MemoryOwnedObligations(table),
      statements: new MemoryStatements(table),
      untold: bug.untold?.(table) ?? new MemoryUntoldObligations(table),
    },
    looked: (hash) => oracle.look(hash),
    learned: ({ lowers: seen, obligationId }) => {
      faults.tally.add(`it is seen whether Moment lowers a balance: ${seen}`);
      if ((seen === 'yes') === lowers) return;
      table.break(
        `it was seen that Moment lowers a balance: ${seen}, which is not so`,
        obligationId,
      );
    },
  });
  const provider = new Provider(settings.payments, {
    ...{ time, faults, oracle, signing, functions },
    chance: chance.fork('provider'),
    isTidy,
    paid: (...payment) => moment.pay(...payment),
  });
  const merchant = new Merchant(
    { time, faults, oracle, moment, chance: chance.fork('merchant') },
    functions,
    isTidy,
  );
  return { time, faults, oracle, functions, provider, merchant, moment };
}
