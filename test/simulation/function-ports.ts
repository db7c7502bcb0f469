import { ServiceError } from '#shared/errors.ts';
import type { LoweringSeen } from '#shared/models/at-moment.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import { HttpMomentApi } from '#shared/moment/api/http-moment-api.ts';
import { MomentTransport } from '#shared/moment/api/moment-transport.ts';
import type { Chance } from '#test/support/chance.ts';
import type { Stores } from '#test/support/stores.ts';
import { SILENT } from '#test/support/world.ts';
import { LostConnection } from './answers.ts';
import type { Faults } from './faults.ts';
import {
  hostileChanges,
  hostileIntents,
  hostileLedger,
  hostilePresented,
  hostileStatements,
  hostileUntold,
  hostileWaiting,
} from './hostile-stores.ts';
import type { Invocation } from './invocation.ts';
import type { SimulatedMoment } from './simulated-moment.ts';

export type FunctionPortsParts = {
  readonly chance: Chance;
  readonly faults: Faults;
  readonly stores: Omit<
    Stores,
    | 'reader'
    | 'people'
    | 'decide'
    | 'heads'
    | 'exceptions'
    | 'rows'
    | 'kindHeads'
    | 'ofPayments'
    | 'recorded'
    | 'amounts'
    | 'resolutions'
  >;
  readonly moment: SimulatedMoment;
  /** What the stage says of whether Moment lowers a balance. */
  readonly momentLowers: Lowers;
  /** Told of each look of the sweep, in vain, at an event that waits. */
  readonly looked: (hash: string) => void;
  /** Told of what the push makes of whether Moment lowers a balance. */
  readonly learned: (seen: LoweringSeen) => void;
};

/** What one run of a function has in its hands. */
export class FunctionPorts {
  readonly #parts: FunctionPortsParts;
  readonly #invocation: Invocation;

  constructor(parts: FunctionPortsParts, invocation: Invocation) {
    this.#parts = parts;
    this.#invocation = invocation;
  }

  store() {
    const { stores, faults, chance, looked, momentLowers } = this.#parts;
    return {
      ledger: this.#around(hostileLedger(stores.ledger, faults)),
      waiting: this.#around(hostileWaiting(stores.waiting, faults, looked)),
      clock: this.#invocation.clock(),
      randomness: chance,
      tellings: 'both' as const,
      momentLowers,
      logger: SILENT,
      metrics: SILENT,
    };
  }

  command() {
    const { stores, faults } = this.#parts;
    return {
      ...this.store(),
      intents: this.#around(hostileIntents(stores.intents, faults)),
      presented: this.#around(hostilePresented(stores.presented, faults)),
      moment: this.#moment(),
    };
  }

  change() {
    const { stores, faults } = this.#parts;
    return {
      ...this.store(),
      changes: this.#around(hostileChanges(stores.changes, faults)),
      intents: this.#around(hostileIntents(stores.intents, faults)),
    };
  }

  push() {
    const { stores, faults, learned } = this.#parts;
    return {
      ...this.statement(),
      untold: this.#around(hostileUntold(stores.untold, faults, learned)),
      presented: this.#around(hostilePresented(stores.presented, faults)),
      moment: this.#moment(),
    };
  }

  statement() {
    const { stores, faults } = this.#parts;
    return {
      ...this.store(),
      statements: this.#around(hostileStatements(stores.statements, faults)),
    };
  }

  #moment(): HttpMomentApi {
    const { moment, chance } = this.#parts;
    const { fetchWithin } = this.#invocation.around(
      { fetchWithin: moment.fetchWithin },
      { failure: () => new LostConnection() },
    );
    const transport = new MomentTransport({
      baseUrl: 'https://moment.example',
      apiKey: { read: async () => 'test_key' },
      clock: this.#invocation.clock(),
      randomness: chance,
      fetchWithin,
    });
    return new HttpMomentApi(transport);
  }

  #around<T extends object>(store: T): T {
    return this.#invocation.around(store, {
      failure: () => new LostConnection(),
      // What the adapters make of a table that throttles, once the SDK has tried again.
      outage: () =>
        this.#parts.faults.isThrottled()
          ? new ServiceError('ledger.busy', 'The table is busy')
          : undefined,
    });
  }
}
