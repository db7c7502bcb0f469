import type { Progress } from '#bench/measure/row.ts';
import { startInProcessWorld } from '#bench/world/in-process.ts';
import type { Account } from '#bench/world/ledgers.ts';
import {
  batchOf,
  OWED,
  obligationId,
  type PaymentEvent,
  payment,
  type Side,
} from '#bench/world/payments.ts';
import { Chance } from '#test/support/chance.ts';
import { live, makeMortal } from './mortal.ts';
import { type Cause, Told } from './told.ts';

export type Plan = {
  readonly side: Side;
  readonly crashes: number;
  /** Of those whose function died, how many come back a day later, as dead letters that were redriven. */
  readonly lateShare: number;
  readonly seed: number;
  /** Moves the clock that everybody asks. */
  readonly wait: (milliseconds: number) => void;
  readonly progress: Progress;
};

export type Outcome = {
  readonly crashes: number;
  readonly payments: number;
  /** Entries beyond the first of a payment. */
  readonly doubled: number;
  readonly causes: Readonly<Record<Cause, number>>;
  /** Payments without an entry. */
  readonly lost: number;
  /** Obligations that do not owe what is left after each payment counted once. */
  readonly wrongBalances: number;
};

/** As infra/constructs/event-queue.ts has it: six times what the function may take. */
const VISIBILITY_MS = 6 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const EVENTS_MAX = 3;
const OBLIGATIONS = 100;
const DELIVERIES_MAX = 50;
/** SDK calls of a batch that goes well, for each event; a death is at one of them. */
const CALLS_PER_EVENT = { ours: 2, peer: 4 };

/** Batch after batch is delivered until it is settled, and functions die meanwhile, until so many have died. */
export async function play(plan: Plan): Promise<Outcome> {
  const { side, seed, wait, progress } = plan;
  const chance = new Chance(seed);
  const told = new Told();
  const world = await startInProcessWorld((client) =>
    makeMortal(client, (command, input) => told.onDone(command, input, side)),
  );
  try {
    const obligations = Array.from({ length: OBLIGATIONS }, (_, index) => obligationId(index));
    await world.ledgers.open(obligations);
    const events: PaymentEvent[] = [];
    let crashes = 0;
    while (crashes < plan.crashes) {
      let pending = Array.from({ length: chance.between(1, EVENTS_MAX) }, (_, index) =>
        payment(events.length + index, chance.pick(obligations)),
      );
      events.push(...pending);
      for (const event of pending) told.expect(event);
      for (let delivery = 1; pending.length > 0; delivery += 1) {
        if (delivery > DELIVERIES_MAX) throw new Error(`${side} never settles ${pending[0]?.id}`);
        const moments = 2 * CALLS_PER_EVENT[side] * pending.length;
        const dies = delivery === 1 || chance.happens(0.25);
        const batch = batchOf(pending, side);
        const answer = await live(
          () => world.reconcile[side](batch),
          dies ? chance.between(0, moments - 1) : undefined,
        );
        if (answer === 'died') {
          crashes += 1;
          progress(Math.min(crashes, plan.crashes), plan.crashes);
          wait(chance.happens(plan.lateShare) ? DAY_MS : VISIBILITY_MS);
          continue;
        }
        const failed = new Set(
          answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
        );
        pending = pending.filter(({ id }) => failed.has(id));
        wait(VISIBILITY_MS);
      }
    }
    const found = await audit(events, (id) => world.ledgers.read(id, side));
    return { crashes, payments: events.length, causes: told.again, ...found };
  } finally {
    await world.close();
  }
}

async function audit(
  events: readonly PaymentEvent[],
  read: (id: string) => Promise<Account>,
): Promise<Pick<Outcome, 'doubled' | 'lost' | 'wrongBalances'>> {
  let doubled = 0;
  let lost = 0;
  let wrongBalances = 0;
  for (const [id, told] of Map.groupBy(events, ({ data }) => data.customer_id)) {
    const { balance, entries } = await read(id);
    const times = Map.groupBy(entries, ({ paymentId }) => paymentId);
    for (const { data } of told) {
      const count = times.get(data.payment_id)?.length ?? 0;
      if (count === 0) lost += 1;
      else doubled += count - 1;
    }
    const due = told.reduce((sum, { data }) => sum - data.amount, OWED);
    if (balance !== due) wrongBalances += 1;
  }
  return { doubled, lost, wrongBalances };
}
