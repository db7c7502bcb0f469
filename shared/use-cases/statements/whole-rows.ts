import { ServiceError } from '#shared/errors.ts';
import { missingIn, type Range } from '#shared/ledger/statement/whole.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { LedgerRows } from '#shared/ports/statements.ts';
import type { Clock } from '#shared/ports/world.ts';

export type RowsDeps = {
  readonly rows: LedgerRows;
  readonly clock: Clock;
};

/** What the index shows late it shows within moments; 2 s in all for whatever one request reads. */
const PAUSES_MS = [30, 70, 150, 250, 500, 1000];

/**
 * The rows of one ledger without a hole: numbers of entries have none, so that what the index does not show yet is
 * seen, and read again. All rows that are asked for exist.
 */
export class WholeRows {
  readonly #obligationId: string;
  readonly #deps: RowsDeps;
  readonly #read = new Map<number, StatementLine>();
  #pauses: readonly number[] = PAUSES_MS;

  constructor(obligationId: string, deps: RowsDeps) {
    this.#obligationId = obligationId;
    this.#deps = deps;
  }

  /** @throws ServiceError `ledger.busy` */
  async at(sequence: number): Promise<StatementLine> {
    const known = this.#read.get(sequence);
    if (known) return known;
    const [line] = await this.between({ first: sequence, last: sequence });
    return line as StatementLine;
  }

  /** In the order of their numbers. @throws ServiceError `ledger.busy` */
  async between(range: Range): Promise<readonly StatementLine[]> {
    const found = new Map<number, StatementLine>();
    let missing = missingIn(found, range);
    while (missing) {
      for (const line of await this.#deps.rows.readRows(this.#obligationId, missing)) {
        found.set(line.sequence, line);
        this.#read.set(line.sequence, line);
      }
      missing = missingIn(found, range);
      if (missing) await this.#pause(missing);
    }
    return [...found.values()].toSorted((one, other) => one.sequence - other.sequence);
  }

  async #pause({ first }: Range): Promise<void> {
    const [pause, ...rest] = this.#pauses;
    if (pause === undefined) {
      throw new ServiceError('ledger.busy', `The statement does not show entry ${first} yet`);
    }
    this.#pauses = rest;
    await this.#deps.clock.sleep(pause);
  }
}
