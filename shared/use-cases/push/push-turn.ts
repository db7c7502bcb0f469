import type { AtMoment, Drift, Sending, Untold } from '#shared/models/at-moment.ts';
import type { MarkedObligation } from '#shared/models/obligation.ts';
import type { Lease, PushRecord } from '#shared/ports/push.ts';
import type { PushDeps } from './push-deps.ts';

/** Longer than the function can run: whoever had it is gone by then, and sends nothing any more. */
export const LEASE_MS = 3 * 60_000;
/**
 * An update of which nothing was heard may be done late, ten minutes after it was sent; and that was as long as a turn
 * after it was written down, if its function was slow.
 */
const LATE_MS_MAX = LEASE_MS + 10 * 60_000;

/** Our turn at an obligation: what is written of it, for as long as nobody else has it. */
export class PushTurn {
  readonly ours: MarkedObligation;
  readonly #lease: Lease;
  readonly #deps: PushDeps;

  constructor(ours: MarkedObligation, lease: Lease, deps: PushDeps) {
    this.ours = ours;
    this.#lease = lease;
    this.#deps = deps;
  }

  /** Before anything is sent; undefined where an entry came, or the turn is another's. */
  async beginSending(): Promise<Sending | undefined> {
    const sending = this.#stands();
    const isBegun = await this.#record({ sending, atSequence: this.ours.sequence });
    return isBegun ? sending : undefined;
  }

  /**
   * Moment has ours. But what may land late is looked for once more, when it has landed if ever, and what was entered
   * in the meantime is told next.
   *
   * @param late what may still be done
   * @returns whether that is all: nothing may land late, and nothing was entered in the meantime
   */
  async finish(late: Sending | undefined): Promise<boolean> {
    const atMoment: AtMoment = { ...this.#stands(), pushed: true };
    const quietAt = late ? Date.parse(late.at) + LATE_MS_MAX : 0;
    if (late && this.#deps.clock.now() < quietAt) {
      await this.#record({ atMoment, sending: late, untold: this.#due(iso(quietAt)) });
      return false;
    }
    const told = { atMoment, sending: 'none', untold: 'told' } as const;
    if (await this.#record({ ...told, atSequence: this.ours.sequence })) return true;
    await this.#record({ ...told, untold: this.#due(atMoment.at) });
    return false;
  }

  /** @param further `sending`: what may still be done, `none` if nothing; left as it is if absent */
  async lookAgain(
    dueAt: string,
    further: Partial<Pick<Untold, 'refusals' | 'differsSince'>> & Pick<PushRecord, 'sending'> = {},
  ): Promise<void> {
    const { sending, ...mark } = further;
    await this.#record({ sending, untold: { ...this.#due(dueAt), ...mark } });
  }

  /**
   * A person must look; false where an entry came, or the turn is another's.
   *
   * @param seen what Moment has: from here on that is known, and would be overwritten
   */
  async giveUp(drift: Drift, seen?: number): Promise<boolean> {
    const stands = this.#stands();
    const atMoment = seen === undefined ? undefined : { ...stands, balance: seen, pushed: true };
    const { at } = stands;
    const untold: Untold = { state: 'drift', dueAt: at, since: at, refusals: 0, drift };
    return this.#record({ atMoment, untold, atSequence: this.ours.sequence });
  }

  #due(dueAt: string): Untold {
    return { state: 'push', dueAt, since: this.ours.untold.since, refusals: 0 };
  }

  #stands(): Sending {
    const { balance, sequence } = this.ours;
    return { balance, sequence, at: iso(this.#deps.clock.now()) };
  }

  #record(record: Parameters<PushDeps['untold']['record']>[1]): Promise<boolean> {
    return this.#deps.untold.record(this.#lease, record);
  }
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
