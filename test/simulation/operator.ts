import type { Entry } from '#shared/models/entry.ts';
import type { Chance } from '#test/support/chance.ts';
import { httpEvent } from '#test/support/http-event.ts';
import {
  type Client,
  type ClientParts,
  type Command,
  HOUR,
  isDone,
  MINUTE,
  REPLAYED_AFTER,
} from './client.ts';
import type { Functions } from './functions.ts';
import { idOf } from './told-change.ts';
import type { Request } from './true-refusals.ts';

export type Target = Pick<Request, 'kind' | 'reference'>;

type Change = {
  /** What comes after the obligation in the path. */
  readonly path: string;
  readonly method?: string;
  readonly entry?: string;
  readonly body: Readonly<Record<string, unknown>>;
};

type Parts = ClientParts & { readonly client: Client; readonly functions: Functions };

const CHANGES_MAX = 2;
const RIVALS_MAX = 3;
const AT_ONCE_MS = 200;
const SOON_MS_MAX = 1000;
const REVERSED = '/entries/{entry}/reversals';
/** Refusals that end a change as well as an answer does. */
const FINAL = [
  'entry.not_found',
  'entry.not_reversible',
  'amount.exceeds_entry',
  'sequence.unexpected',
  'balance.not_tracked',
];

/** Somebody at the merchant's who changes what is owed, while others do. */
export class Operator {
  readonly #name: string;
  readonly #parts: Parts;
  #commands = 0;

  constructor(name: string, parts: Parts) {
    this.#name = name;
    this.#parts = parts;
  }

  async work(target: Target): Promise<void> {
    const { chance, time } = this.#parts;
    for (let count = chance.between(1, CHANGES_MAX); count > 0; count -= 1) {
      await time.sleep(chance.between(0, chance.pick([1000, MINUTE, 12 * HOUR])));
      if (chance.happens(0.4)) await this.#untilPush();
      // Some do the next thing before they have the answer to this one.
      const changed = this.#change(target, this.#pickChange(target));
      if (chance.happens(0.7)) await changed;
    }
  }

  /** Something, and something else while Moment is told of that. */
  async workTwice(target: Target): Promise<void> {
    await this.#change(target, this.#pickChange(target));
    await this.#untilPush();
    await this.#change(target, this.#pickChange(target));
  }

  /** Whatever runs on a schedule runs then, too: the push is under way. */
  async #untilPush(): Promise<void> {
    const { time, chance } = this.#parts;
    await time.sleep(MINUTE - (time.now() % MINUTE) + chance.between(0, SOON_MS_MAX));
  }

  /** Undoes an entry, in part or whole. */
  undo(target: Target, entry: Entry): Promise<void> {
    return this.#change(target, this.#reversal(entry.key, entry.amount));
  }

  async #change(target: Target, change: Change): Promise<void> {
    const { chance, time, client, faults, oracle } = this.#parts;
    this.#commands += 1;
    const key = `${this.#name}-${this.#commands}`;
    const command = this.#command(target, key, change);
    if (chance.happens(0.05)) {
      faults.tally.add('another change under the same key at the same time');
      const other = this.#command(target, key, this.#pickChange(target));
      void client.carryOut({ ...other, final: [...FINAL, 'idempotency_key.reused'] });
      await client.carryOut({ ...command, final: [...FINAL, 'idempotency_key.reused'] });
      return;
    }
    const done = await client.carryOut(command);
    if (chance.happens(0.7)) return;
    await time.sleep(chance.pick(REPLAYED_AFTER));
    if (chance.happens(0.5)) {
      faults.tally.add('a change sent again after it was answered');
      const again = await client.carryOut(command);
      if (isDone(done) && !isDone(again)) {
        oracle.table.break(`${command.name} was done, and then refused: ${again?.code}`);
      }
      return;
    }
    faults.tally.add('another change under a key that was used');
    const other = this.#command(target, key, this.#pickChange(target));
    const reused = await client.carryOut({ ...other, final: [...FINAL, 'idempotency_key.reused'] });
    if (isDone(done) && isDone(reused) && other.name !== command.name) {
      oracle.table.break(`${other.name} was done, and so was ${command.name}`);
    }
  }

  #pickChange({ kind, reference }: Target): Change {
    const { chance, oracle } = this.#parts;
    const { table } = oracle;
    const id = idOf({ kind, reference }, table) ?? '';
    const why = { reason: chance.pick(['new_charge', 'goodwill', 'billing_error']) };
    const which = chance.fraction();
    if (which < 0.3) return { path: '/charges', body: { amount: this.#amount(), ...why } };
    if (which < 0.5) {
      const amount = chance.happens(0.5) ? this.#amount() : -this.#amount();
      return { path: '/adjustments', body: { amount, ...why } };
    }
    if (which < 0.65) {
      const { balance = 0, sequence } = table.obligations.get(id) ?? {};
      const wanted = chance.happens(0.3) ? balance : chance.between(0, 100_000);
      const expected = chance.happens(0.5) ? { expected_sequence: sequence } : {};
      return { path: '/balance', method: 'PUT', body: { balance: wanted, ...expected } };
    }
    const entries = table.entriesOf(id);
    const entry = entries.length > 0 ? chance.pick(entries) : undefined;
    return chance.happens(0.95) && entry
      ? this.#reversal(entry.key, entry.amount)
      : this.#reversal(chance.pick([`pay_none@${id}`, 'pay_none@bcus_none', `opening:${id}x`]), 1);
  }

  #reversal(entry: string, amount: number): Change {
    const { chance } = this.#parts;
    const whole = Math.abs(amount);
    const part = chance.happens(0.5) ? { amount: chance.between(1, whole + 1) } : {};
    return { path: REVERSED, entry, body: { ...part, reason: 'refunded' } };
  }

  #amount(): number {
    const { chance } = this.#parts;
    return chance.happens(0.3) ? chance.between(1, 5) * 100 : chance.between(1, 100_000);
  }

  #command({ kind, reference }: Target, key: string, { path, entry, ...change }: Change): Command {
    const { method = 'POST', body } = change;
    const request = httpEvent({
      method,
      path: `/${kind}s/{id}${path}`,
      id: reference,
      ...(entry !== undefined && { entry }),
      body: JSON.stringify(body),
      headers: { 'idempotency-key': key },
      authorizer: { iam: { userArn: `arn:aws:iam::123456789012:user/${this.#name}` } },
    });
    const route = request.routeKey;
    return {
      name: `${route} of ${reference} ${entry ?? ''} ${JSON.stringify(body)} under ${key}`,
      ...{ key, kind, reference, route, body, ...(entry !== undefined && { entry }) },
      send: () => this.#parts.functions.changeBalance(request),
      final: FINAL,
    };
  }
}

/** All of them undo one entry, under a few keys each. */
export function raceOn(target: Target, operators: readonly Operator[], parts: RaceParts): void {
  const { chance, time, oracle } = parts;
  const entries = oracle.table.entriesOf(idOf(target, oracle.table) ?? '');
  const undoable = entries.filter((entry) => !('reverses' in entry || 'adjusts' in entry));
  if (undoable.length === 0) return;
  const entry = chance.pick(undoable);
  for (const operator of operators) {
    for (let rival = chance.between(1, RIVALS_MAX); rival > 0; rival -= 1) {
      time.after(chance.between(0, AT_ONCE_MS), () => void operator.undo(target, entry));
    }
  }
}

type RaceParts = Pick<ClientParts, 'time' | 'oracle'> & { readonly chance: Chance };
