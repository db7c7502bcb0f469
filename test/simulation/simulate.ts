import { createCreateCustomerHandler } from '#functions/create-customer/handler.ts';
import { createReconcileHandler } from '#functions/reconcile/handler.ts';
import { createSweepHandler } from '#functions/sweep/handler.ts';
import { createWebhookHandler } from '#functions/webhook/handler.ts';
import { ServiceError } from '#shared/errors.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore, type MemoryTable } from '#test/support/memory-ledger-store.ts';
import { SILENT } from '#test/support/world.ts';
import { Chance } from './chance.ts';
import { allFaults, Faults, Invocation, momentSilent, NO_FAULTS, type Trace } from './faults.ts';
import { Breach, checkAll, WatchedTable } from './oracle.ts';
import { SimulatedMoment } from './simulated-moment.ts';
import { SimulatedQueue } from './simulated-queue.ts';
import { SimulatedSigning } from './simulated-signing.ts';
import { SimulatedTime } from './simulated-time.ts';
import { type Telling, tellOther, tellPayment } from './tellings.ts';

export type SimulationOptions = {
  /** Decides all: how much is paid, how often things go wrong, and which. */
  readonly seed: number;
  /** Told of every call of a port, with the time and the run of a function that made it. */
  readonly trace?: Trace | undefined;
  /** A store with a planted bug, to see that it is caught. @default the one that passes the contract suite */
  readonly ledger?: (table: MemoryTable, pause: () => Promise<void>) => MemoryLedgerStore;
};

export type Report = {
  readonly deliveries: number;
  readonly acknowledged: number;
  readonly entries: number;
  readonly held: number;
  readonly deadLetters: number;
  readonly steps: number;
  readonly faults: Readonly<Record<string, number>>;
};

const START = Date.parse('2026-06-18T12:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const AGAIN_AFTER = [5 * MINUTE, 10 * MINUTE, HOUR, DAY, 4 * DAY, 14 * DAY, 365 * DAY];
const FAULTS_STOP_AFTER = 380 * DAY;
const PAYMENTS_PER_CUSTOMER = 25;
/** Many small worlds, where races are dense, and some large ones. */
const PAYMENTS = [2, 10, 60, 300, 1500];
const FAULT_TIMES = [0, 0.3, 1, 3, 6];
const ATTEMPTS_MAX = 60;

/** Plays one world until nothing is left to do, checking each promise. @throws Breach */
export async function simulate(options: SimulationOptions): Promise<Report> {
  return new World(options).run();
}

type Ended<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'died' };

class World {
  readonly #chance: Chance;
  readonly #time = new SimulatedTime(START);
  readonly #faults: Faults;
  readonly #table = new WatchedTable();
  readonly #queue: SimulatedQueue;
  readonly #moment: SimulatedMoment;
  readonly #signing: SimulatedSigning;
  readonly #acknowledged = new Map<string, Telling>();
  readonly #options: SimulationOptions;
  readonly #paymentsMax: number;
  #invocations = 0;
  #deliveries = 0;
  #payments = 0;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#chance = new Chance(options.seed);
    this.#paymentsMax = this.#chance.pick(PAYMENTS);
    const rates = allFaults(this.#chance.pick(FAULT_TIMES));
    this.#faults = new Faults(rates, this.#chance, this.#time);
    this.#signing = new SimulatedSigning(this.#time, this.#chance);
    this.#moment = new SimulatedMoment(this.#time, this.#chance, this.#faults, ({ id }) =>
      this.#pay(id),
    );
    this.#queue = new SimulatedQueue(this.#time, this.#chance, this.#faults, async (batch) => {
      const ended = await this.#invoke((deps) => createReconcileHandler(deps)(batch));
      if (ended.kind !== 'answered') return undefined;
      return ended.answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    });
  }

  async run(): Promise<Report> {
    const customers = Math.max(2, Math.ceil(this.#paymentsMax / PAYMENTS_PER_CUSTOMER));
    for (let customer = 1; customer <= customers; customer += 1) {
      this.#time.after(this.#chance.between(0, DAY), () => void this.#create(customer));
    }
    for (let at = 0; at < 3 * DAY; at += 5 * MINUTE) this.#time.after(at, () => this.#sweep());
    for (let at = 3 * DAY; at < FAULTS_STOP_AFTER + 2 * DAY; at += 6 * HOUR) {
      this.#time.after(at, () => this.#sweep());
    }
    this.#time.after(FAULTS_STOP_AFTER, () => {
      this.#faults.rates = NO_FAULTS;
    });
    await this.#time.run(() => this.#table.checkTouched());

    if (this.#table.obligations.size !== customers) {
      throw new Breach(`${this.#table.obligations.size} of ${customers} customers were created`);
    }
    checkAll(this.#table, [...this.#acknowledged.values()]);
    return {
      deliveries: this.#deliveries,
      acknowledged: this.#acknowledged.size,
      entries: this.#table.entries.size,
      held: this.#table.held.size,
      deadLetters: this.#queue.deadLettersEver,
      steps: this.#time.steps,
      faults: this.#faults.counts,
    };
  }

  /** The merchant, who tries again until the customer exists. */
  async #create(customer: number): Promise<void> {
    const body = JSON.stringify({
      external_reference: `C-${customer}`,
      name: `Customer ${customer}`,
      currency: 'ZAR',
      balance: this.#chance.between(-10_000, 5_000_000),
    });
    const headers = this.#chance.happens(0.5) ? { 'idempotency-key': `create-${customer}` } : {};
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const event = httpEvent({ path: '/customers', body, headers });
      const ended = await this.#invoke((deps) =>
        createCreateCustomerHandler(deps)(event, lambdaContext()),
      );
      if (ended.kind === 'answered') return;
      if (ended.kind === 'failed' && ServiceError.is(ended.error, 'customer.exists')) return;
      await this.#time.sleep(this.#chance.between(1000, HOUR));
    }
  }

  /** From the moment on that Moment knows the customer, and perhaps before we do. */
  #pay(obligationId: string): void {
    for (let payment = 0; payment < PAYMENTS_PER_CUSTOMER; payment += 1) {
      this.#payments += 1;
      if (this.#payments > this.#paymentsMax) return;
      const tellings = tellPayment(obligationId, this.#payments, this.#chance);
      if (this.#chance.happens(0.03)) tellings.push(tellOther(obligationId, this.#chance));
      const at = this.#chance.happens(0.5)
        ? this.#chance.between(0, MINUTE)
        : this.#chance.between(0, 2 * DAY);
      for (const telling of tellings) this.#tell(telling, at + this.#chance.between(0, HOUR / 60));
    }
  }

  #tell(telling: Telling, after: number): void {
    this.#time.after(after, () => void this.#deliver(telling));
    if (this.#chance.happens(0.1)) this.#time.after(after, () => void this.#deliver(telling));
    if (this.#chance.happens(0.1)) {
      const again = after + this.#chance.pick(AGAIN_AFTER);
      this.#time.after(again, () => void this.#deliver(telling));
    }
  }

  /** Moment, which signs anew and delivers until it is answered 200. */
  async #deliver(telling: Telling): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      this.#deliveries += 1;
      const isFair = attempt > 0 || this.#chance.happens(0.9);
      const headers = this.#signing.sign(telling.webhookId, telling.body, isFair);
      await this.#faults.pass();
      const request = httpEvent({ path: '/webhooks/moment', body: telling.body, headers });
      const ended = await this.#invoke((deps) => createWebhookHandler(deps)(request));
      if (ended.kind === 'answered') {
        this.#acknowledged.set(telling.hash, telling);
        if (!this.#faults.happens('lostAnswer')) return;
      }
      await this.#time.sleep(Math.min(10 * HOUR, 5000 * 2 ** attempt));
    }
    this.#table.break(`${telling.webhookId} was never acknowledged`);
  }

  #sweep(): void {
    void this.#invoke((deps) => createSweepHandler(deps)({}, lambdaContext(300_000)));
  }

  /** One run of a function, with its own connections. */
  #invoke<T>(run: (deps: ReturnType<World['deps']>) => Promise<T>): Promise<Ended<T>> {
    return new Promise((resolve) => {
      const invocation = new Invocation(
        this.#faults,
        () => resolve({ kind: 'died' }),
        this.#tracer(),
      );
      run(this.deps(invocation)).then(
        (answer) => resolve({ kind: 'answered', answer }),
        (error: unknown) => resolve({ kind: 'failed', error }),
      );
    });
  }

  #tracer(): Trace | undefined {
    const { trace } = this.#options;
    this.#invocations += 1;
    const run = this.#invocations;
    return (
      trace && ((line) => trace(`${new Date(this.#time.now()).toISOString()}  run ${run}  ${line}`))
    );
  }

  deps(invocation: Invocation) {
    const makeLedger = this.#options.ledger ?? ((table) => new LaggingLedger(table, this.#chance));
    return {
      keys: this.#signing.keys(),
      queue: invocation.around(
        { put: this.#queue.put.bind(this.#queue) },
        () => new ServiceError('queue.unavailable', 'The queue is not available'),
      ),
      ledger: invocation.around(makeLedger(this.#table, () => this.#faults.pass())),
      intents: invocation.around(new MemoryIntentStore(this.#table)),
      moment: invocation.around(this.#moment, momentSilent),
      clock: this.#time,
      randomness: this.#chance,
      toleranceSeconds: 180,
      logger: SILENT,
      metrics: SILENT,
    };
  }
}

/** The indexes lag: now and then what waits is not shown yet. */
class LaggingLedger extends MemoryLedgerStore {
  readonly #chance: Chance;

  constructor(table: MemoryTable, chance: Chance) {
    super(table);
    this.#chance = chance;
  }

  override async listWaiting(obligationId: string, limit: number) {
    return this.#chance.happens(0.3) ? [] : super.listWaiting(obligationId, limit);
  }
}
