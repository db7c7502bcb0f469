import { hashEntry } from '#shared/models/chain.ts';
import type { OpeningEntry } from '#shared/models/entry.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import { isTracked, type TrackedObligation } from '#shared/models/obligation.ts';
import type { UntoldObligations } from '#shared/ports/push.ts';
import { fromDelivery } from '#shared/use-cases/payments/incoming-event.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { pushDue } from '#shared/use-cases/push/push-due.ts';
import { Chance } from '#test/support/chance.ts';
import { amountApplied, CUSTOMER, delivery, open, opening } from '#test/support/factories.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryPresentedRequests } from '#test/support/memory-presented-requests.ts';
import { MemoryStatements } from '#test/support/memory-statements.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { MemoryUntoldObligations } from '#test/support/memory-untold-obligations.ts';
import { MomentThatMayLower } from '#test/support/moment-that-may-lower.ts';
import { NO_DEADLINE, TestClock } from '#test/support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A function cannot run for longer. */
const RUN_MS_MAX = 2 * MINUTE;
const OPENING = 20_000;
const STEPS = 30;
/** Enough to wait for the last event, and for what may land late. */
const QUIET_RUNS = 60;

export type PushWorldOptions = {
  readonly lowers: boolean;
  readonly setting: Lowers;
  /** A planted bug. */
  readonly untold?: (sound: UntoldObligations) => UntoldObligations;
  readonly ledger?: (table: MemoryTable) => MemoryLedgerStore;
};

export type Ended = {
  readonly ours: TrackedObligation;
  readonly theirs: number;
  readonly updates: number;
  /** Drifts that somebody was told of. */
  readonly drifts: number;
};

type Paid = { readonly n: number; readonly amount: number; readonly at: number };

/** One customer, paid at Moment and charged here while pushes run, die and go wrong; until all is settled and quiet. */
export class PushWorld {
  readonly #chance: Chance;
  readonly #clock = new TestClock();
  readonly #table = new MemoryTable();
  readonly #ledger: MemoryLedgerStore;
  readonly #untold: UntoldObligations;
  readonly #moment: MomentThatMayLower;
  readonly #setting: Lowers;
  #undelivered: Paid[] = [];
  #count = 0;
  #drifts = 0;
  #running = 0;

  constructor(seed: number, { lowers, setting, untold, ledger }: PushWorldOptions) {
    this.#chance = new Chance(seed);
    this.#setting = setting;
    this.#ledger = ledger?.(this.#table) ?? new MemoryLedgerStore(this.#table);
    const sound = new MemoryUntoldObligations(this.#table);
    this.#untold = untold?.(sound) ?? sound;
    this.#moment = new MomentThatMayLower(OPENING, lowers, this.#clock, this.#chance);
  }

  async play(): Promise<Ended> {
    const at = new Date(this.#clock.now()).toISOString();
    const atMoment = { balance: OPENING, sequence: 1, at, pushed: false };
    const intents = new MemoryIntentStore(this.#table);
    await open({ ledger: this.#ledger, intents }, opening({ atMoment }));
    for (let step = 0; step < STEPS; step += 1) await this.#step();
    this.#moment.isHostile = false;
    while (this.#undelivered.length > 0) await this.#deliver();
    for (let run = 0; run < QUIET_RUNS; run += 1) {
      this.#advance(MINUTE);
      await this.#push();
    }
    const { balance, updates } = this.#moment;
    return { ours: this.#ours(), theirs: balance, updates, drifts: this.#drifts };
  }

  async #step(): Promise<void> {
    if (this.#chance.happens(0.3)) await this.#push();
    else await this.#happen();
    // Moment delivers for a day, and no longer.
    while (this.#undelivered.some(({ at }) => this.#clock.now() - at > 16 * HOUR)) {
      await this.#deliver(0);
    }
  }

  /** Somebody else does something. */
  async #happen(): Promise<void> {
    const what = this.#chance.fraction();
    if (what < 0.25) this.#pay();
    else if (what < 0.55) await this.#deliver();
    else if (what < 0.75) await this.#charge();
    else if (what < 0.8 && this.#running < 2) await this.#push();
    else if (what < 0.82) this.#advance(this.#chance.between(1, 8) * HOUR);
    else this.#advance(this.#chance.between(1, 3 * MINUTE));
  }

  #pay(): void {
    this.#count += 1;
    // Few amounts, so that one may be taken for another, or for what was charged.
    const amount = this.#chance.between(1, 4) * 100;
    this.#undelivered.push({ n: this.#count, amount, at: this.#clock.now() });
    this.#moment.pay(amount);
  }

  /** In no order; some do not say when they were paid. */
  async #deliver(which = this.#chance.between(0, this.#undelivered.length - 1)): Promise<void> {
    const [paid] = this.#undelivered.splice(Math.max(0, which), 1);
    if (!paid) return;
    const when = this.#chance.happens(0.8) ? new Date(paid.at).toISOString() : undefined;
    const event = amountApplied({
      id: `evt_${paid.n}`,
      data: {
        id: `ob_${paid.n}`,
        payment_id: `pay_${paid.n}`,
        amount: paid.amount,
        created_at: when,
        updated_at: when,
      },
    });
    const receivedAt = new Date(this.#clock.now()).toISOString();
    const webhookTimestamp = Math.floor(this.#clock.now() / 1000);
    const settled = await settleEvents(
      [fromDelivery(delivery(event, { receivedAt, webhookTimestamp }))],
      NO_DEADLINE,
      {
        ledger: this.#ledger,
        clock: { now: () => this.#clock.now(), sleep: async () => undefined },
        randomness: this.#chance,
        tellings: 'both',
        momentLowers: this.#setting,
      },
    );
    const [first] = settled;
    if (!first || !('outcome' in first) || first.outcome.kind !== 'applied') {
      throw new Error(`not applied: ${JSON.stringify(settled)}`);
    }
  }

  async #charge(): Promise<void> {
    const { balance, sequence, newestHash } = this.#ours();
    const amount = this.#chance.pick([100, 200, 500, -100, -300]);
    const at = new Date(this.#clock.now()).toISOString();
    const entry: OpeningEntry = {
      key: `command:${sequence}@${CUSTOMER}`,
      obligationId: CUSTOMER,
      sequence: sequence + 1,
      type: 'opening',
      amount,
      endingBalance: balance + amount,
      currency: 'ZAR',
      effectiveAt: at,
      recordedAt: at,
      previous: newestHash,
      cause: { kind: 'command', key: 'charge' },
    };
    const head = {
      sequence: sequence + 1,
      balance: balance + amount,
      newestHash: hashEntry(entry),
      recordedAt: at,
      newestPayments: this.#ours().newestPayments,
    };
    const expected = { sequence, balance, newestHash };
    const posting = { obligationId: CUSTOMER, expected, head, entries: [entry], tellMoment: true };
    if ((await this.#ledger.post(posting, [])) !== 'posted') throw new Error('not charged');
  }

  /** A run, between whose calls anything happens, and which may die at each. */
  async #push(): Promise<void> {
    this.#running += 1;
    const started = this.#clock.now();
    let isDead = false;
    const around = <T extends object>(part: T): T =>
      new Proxy(part, {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return async (...args: unknown[]) => {
            for (let n = 0; this.#moment.isHostile && this.#chance.happens(0.3) && n < 3; n += 1) {
              await this.#happen();
            }
            isDead ||= this.#moment.isHostile && this.#chance.happens(0.02);
            isDead ||= this.#clock.now() - started > RUN_MS_MAX;
            if (isDead) throw new Error('the function is gone');
            return method.apply(target, args);
          };
        },
      });
    const looks = await pushDue(this.#clock.now() + MINUTE, {
      untold: around(this.#untold),
      statements: around(new MemoryStatements(this.#table)),
      presented: around(new MemoryPresentedRequests(this.#table)),
      moment: around(this.#moment),
      randomness: this.#chance,
      clock: { now: () => this.#clock.now(), sleep: async () => undefined },
      momentLowers: this.#setting,
    }).catch(() => []);
    this.#drifts += looks.filter(({ result }) => result.kind === 'drift').length;
    this.#running -= 1;
  }

  #advance(milliseconds: number): void {
    this.#clock.advance(milliseconds);
    this.#moment.catchUp();
  }

  #ours(): TrackedObligation {
    const ours = this.#table.obligations.get(CUSTOMER);
    if (!ours || !isTracked(ours)) throw new Error('no obligation');
    return ours;
  }
}
