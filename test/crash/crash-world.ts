import { ServiceError } from '#shared/errors.ts';
import { type Delivery, toQueueMessage } from '#shared/models/delivery.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { UntoldObligations } from '#shared/ports/push.ts';
import type { Resolutions } from '#shared/ports/resolutions.ts';
import { Breach } from '#test/simulation/breach.ts';
import { checkLedger } from '#test/simulation/final-checks.ts';
import { settledAs } from '#test/simulation/settled-as.ts';
import type { Telling } from '#test/simulation/tellings.ts';
import { WatchedTable } from '#test/simulation/watched-table.ts';
import { MemoryChanges } from '#test/support/memory-changes.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryMomentApi, unavailable } from '#test/support/memory-moment-api.ts';
import { MemoryPresentedRequests } from '#test/support/memory-presented-requests.ts';
import { MemoryResolutions } from '#test/support/memory-resolutions.ts';
import { MemoryStatements } from '#test/support/memory-statements.ts';
import { type MemoryTable, referenceName } from '#test/support/memory-table.ts';
import { MemoryUntoldObligations } from '#test/support/memory-untold-obligations.ts';
import { MemoryWaitingEvents } from '#test/support/memory-waiting-events.ts';
import { type Ended, type Gate, goesOn, SuspendableRun } from '#test/support/suspension-points.ts';
import { SILENT, TestClock, TestRandomness } from '#test/support/world.ts';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** The one that is cached when Moment already signs with the other. */
const OLD_SECRET = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';
/** More than the sweep waits before it takes a creation for abandoned. */
const BETWEEN_RUNS_MS = 61_000;
const TRIES_MAX = 8;
/** What each reference was to be opened with. */
const ASKED = new Map(
  ['UCR1234567890', 'other', 'third', 'ACC1', 'INV1'].map((reference) => [reference, 20_000]),
);
const lostConnection = () => new Error('socket hang up');

/** What somebody asks of a function, again and again until they are content. */
export type Command<T = unknown> = {
  readonly name: string;
  run(deps: Deps): Promise<T>;
  /** Whether that was the last try: told of every end of a run, death included. */
  isContent(ended: Ended<T>): boolean;
};

export type Stores = {
  ledger(table: MemoryTable, pause: () => Promise<void>): MemoryLedgerStore;
  intents(table: MemoryTable): IntentStore;
  untold(table: MemoryTable): UntoldObligations;
  resolutions(table: MemoryTable, pause: () => Promise<void>): Resolutions;
};
export const SOUND: Stores = {
  ledger: (...args) => new MemoryLedgerStore(...args),
  intents: (table) => new MemoryIntentStore(table),
  untold: (table) => new MemoryUntoldObligations(table),
  resolutions: (table) => new MemoryResolutions(table),
};

export type Deps = ReturnType<CrashWorld['deps']>;

/** Everything that outlives a run of a function. */
export class CrashWorld {
  readonly clock = new TestClock();
  readonly table = new WatchedTable(ASKED, () => this.clock.now());
  readonly moment = new MemoryMomentApi();
  readonly queued: string[] = [];
  /** By the hash of the body. */
  readonly told = new Map<string, Telling>();
  readonly acknowledged = new Map<string, Telling>();
  readonly #randomness = new TestRandomness();
  readonly #stores: Stores;

  constructor(stores: Stores = SOUND) {
    this.#stores = stores;
  }

  /** What one run has in its hands. */
  deps(run: SuspendableRun) {
    const { table, clock } = this;
    const halfway = { call: 'rest of a ledger call', when: 'before', mayFail: false } as const;
    const { sleep } = run.around('clock', { sleep: clock.sleep.bind(clock) });
    return {
      ledger: run.around(
        'ledger',
        this.#stores.ledger(table, () => run.pause(halfway)),
        lostConnection,
      ),
      waiting: run.around('waiting', new MemoryWaitingEvents(table), lostConnection),
      resolutions: run.around(
        'resolutions',
        this.#stores.resolutions(table, () => run.pause(halfway)),
        lostConnection,
      ),
      presented: run.around('presented', new MemoryPresentedRequests(table), lostConnection),
      untold: run.around('untold', this.#stores.untold(table), lostConnection),
      statements: run.around('statements', new MemoryStatements(table), lostConnection),
      changes: run.around('changes', new MemoryChanges(table), lostConnection),
      intents: run.around('intents', this.#stores.intents(table), lostConnection),
      moment: run.around(
        'moment',
        this.moment.takingTime(
          () => run.pause({ call: 'rest of a Moment call', when: 'before', mayFail: false }),
          () => !run.isDead,
        ),
        unavailable,
      ),
      queue: run.around(
        'queue',
        {
          put: async (delivery: Delivery) => {
            this.queued.push(toQueueMessage(delivery));
          },
        },
        () => new ServiceError('queue.unavailable', 'The queue is not available'),
      ),
      keys: run.around(
        'keys',
        {
          read: async () => [parseSigningKey('old', OLD_SECRET)],
          reread: async () => [parseSigningKey('new', SECRET)],
        },
        () => new ServiceError('signing_keys.unavailable', 'No answer'),
      ),
      clock: { now: () => clock.now(), sleep },
      randomness: this.#randomness,
      tellings: 'both' as const,
      momentLowers: 'no' as const,
      toleranceSeconds: 180,
      logger: SILENT,
      metrics: SILENT,
    };
  }

  /** Tries until whoever asks is content. @throws Breach if they never are, or if a try broke a promise. */
  async play<T>(command: Command<T>, gate: Gate = goesOn): Promise<void> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      if (command.isContent(await this.once(command, gate))) return;
    }
    throw new Breach(`${command.name}: never done`);
  }

  async once<T>(command: Command<T>, gate: Gate): Promise<Ended<T>> {
    const run = new SuspendableRun(gate);
    const ended = await run.play(() => command.run(this.deps(run)));
    this.check();
    this.clock.advance(BETWEEN_RUNS_MS);
    return ended;
  }

  /** What holds at every moment, also in the middle of a crash. */
  check(): void {
    this.table.checkTouched();
    this.#checkLedger([]);
  }

  /** What holds once nothing is left to do. */
  checkEnd(): void {
    this.table.checkTouched();
    this.#checkLedger([...this.acknowledged.values()]);
    for (const { key, operation, done } of this.table.intents.values()) {
      if (operation !== 'present_balance' && !done) throw new Breach(`${key} is not finished`);
    }
    const { customers, accounts, bills } = this.moment;
    this.#checkSameAtMoment('customer', customers);
    this.#checkSameAtMoment('account', accounts);
    this.#checkSameAtMoment('bill', bills);
  }

  #checkSameAtMoment(
    kind: ObligationKind,
    all: ReadonlyMap<string, { readonly id: string }>,
  ): void {
    for (const [reference, { id }] of all) {
      const owner = this.table.references.get(referenceName(kind, reference));
      if (owner?.kind !== 'taken' || owner.obligationId !== id) {
        throw new Breach(`${reference} is ${id} at Moment, and ${JSON.stringify(owner)} here`);
      }
    }
  }

  /** Whoever is told of a payment is told by all that is told of it. */
  tell(telling: Telling): void {
    this.told.set(telling.hash, telling);
    this.table.tell(telling);
  }

  #checkLedger(accountable: readonly Telling[]): void {
    checkLedger(this.table, (telling) => settledAs(telling, this.table, this.told), accountable);
  }
}
