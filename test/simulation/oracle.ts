import type { Obligation } from '#shared/models/obligation.ts';
import { Adoptions } from './adoptions.ts';
import { type Answer, Answers } from './answers.ts';
import { checkChanged, checkDone } from './checked-answers.ts';
import { type Settled, settledAs } from './settled-as.ts';
import type { SimulatedMoment } from './simulated-moment.ts';
import type { SimulatedTime } from './simulated-time.ts';
import type { Tally } from './tally.ts';
import type { Telling } from './tellings.ts';
import { isTrue, type Request } from './true-refusals.ts';
import { WatchedTable } from './watched-table.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Once a day in the end; more often where what was put off could not be written. */
const LOOKS_AT_FIRST_MAX = 24;
const LOOKS_A_DAY_MAX = 3;
/** Routes of commands that change a balance. */
const CHANGES = /\/(charges|adjustments|balance|reversals)$/;

/** Knows what was told, asked and answered, and says at every step whether the table may look as it does. */
export class Oracle {
  /** Balances that the merchant asked for, by reference; undefined where none is to be tracked. */
  readonly asked = new Map<string, number | undefined>();
  readonly table: WatchedTable;
  readonly answers: Answers;
  readonly adoptions = new Adoptions();
  readonly acknowledged = new Set<Telling>();
  /** Entries of commands that were answered with them, by key. */
  readonly changed = new Set<string>();
  readonly #time: SimulatedTime;
  readonly #byHash = new Map<string, Telling>();
  readonly #byWebhookId = new Map<string, Telling>();
  /** Messages in the queue or among the dead letters, by webhook id. */
  readonly #live = new Map<string, number>();
  readonly #presented = new Set<string>();
  readonly #answered = new Map<string, string>();
  /** By key: each request once, by what it says. */
  readonly #sentUnder = new Map<string, Map<string, Request>>();
  readonly #looks = new Map<string, { readonly count: number; readonly since: number }>();

  constructor(time: SimulatedTime, tally: Tally, onWrite: (obligation: Obligation) => void) {
    this.#time = time;
    this.table = new WatchedTable(
      this.asked,
      () => time.now(),
      (key) => this.#sentUnder.get(key)?.values() ?? [],
      onWrite,
    );
    this.answers = new Answers(tally, (message) => this.table.break(message));
  }

  tell(telling: Telling): void {
    this.#byHash.set(telling.hash, telling);
    this.#byWebhookId.set(telling.webhookId, telling);
    this.table.tell(telling);
  }

  queue(webhookId: string): void {
    this.#live.set(webhookId, (this.#live.get(webhookId) ?? 0) + 1);
  }

  /** A consumer said that it is done with a message: then it is, at that very moment. */
  delete(webhookId: string): void {
    this.#leave(webhookId, 'left the queue');
  }

  /** The queue kept a message as long as it does, and nobody was done with it. */
  expire(webhookId: string): void {
    this.#leave(webhookId, 'was deleted by the queue, being too old');
  }

  /**
   * Whatever was answered 200 is accounted for or is seen to wait. Once accounted for it stays so, since neither
   * entry nor judgement is ever taken back; so this and the messages' ends are all the moments to look at.
   */
  acknowledge(telling: Telling): void {
    this.acknowledged.add(telling);
    if ((this.#live.get(telling.webhookId) ?? 0) === 0) {
      this.#requireAccounted(telling, 'was acknowledged and is in no queue');
    }
  }

  /** What the sweep looks at in vain it looks at ever more seldom. */
  look(hash: string): void {
    const before = this.#looks.get(hash);
    const since = before?.since ?? Date.parse(this.table.held.get(hash)?.receivedAt ?? '');
    const count = (before?.count ?? 0) + 1;
    this.#looks.set(hash, { count, since });
    const days = (this.#time.now() - since) / DAY_MS;
    if (count > LOOKS_AT_FIRST_MAX + LOOKS_A_DAY_MAX * days) {
      this.table.break(`${hash} was looked at ${count} times in ${days.toFixed(1)} days`);
    }
  }

  send(request: Request): void {
    const { key, route, reference, entry, body } = request;
    if (key === undefined) return;
    const requests = this.#sentUnder.get(key) ?? new Map();
    const says = JSON.stringify([route, reference, entry, body]);
    this.#sentUnder.set(key, requests.set(says, request));
  }

  /** What was done is what was asked, and the same each time; what was refused was so. */
  answer(request: Request, answer: Answer, moment: SimulatedMoment): void {
    const { name } = request;
    if (answer.status >= 500) return;
    if (answer.status >= 400) {
      const isReused = (key: string) => (this.#sentUnder.get(key)?.size ?? 0) > 1;
      const world = { table: this.table, moment, isReused, now: () => this.#time.now() };
      if (isTrue(answer, request, world)) return;
      this.table.break(`${name} was refused, which is not so: ${JSON.stringify(answer.body)}`);
      return;
    }
    const isChange = CHANGES.test(request.route);
    if (isChange && answer.status === 201) this.changed.add(String(answer.body['id']));
    const wrong = isChange
      ? checkChanged(answer, request, this.table)
      : checkDone(answer, request, moment);
    if (wrong !== undefined) this.table.break(wrong);
    const text = JSON.stringify(answer.body);
    const first = this.#answered.get(name) ?? text;
    this.#answered.set(name, first);
    if (text !== first) this.table.break(`${name} was answered ${first} and then ${text}`);
  }

  /** One request of the merchant's, whatever became of its answers, is one Payment Request at Moment. */
  present(name: string): void {
    if (this.#presented.has(name)) this.table.break(`Moment has two Payment Requests for ${name}`);
    this.#presented.add(name);
  }

  checkStep(): void {
    this.table.checkTouched();
  }

  /** Messages that are in the queue or among the dead letters. */
  get waiting(): number {
    return [...this.#live.values()].reduce((sum, count) => sum + count, 0);
  }

  settled(telling: Telling): Settled {
    return settledAs(telling, this.table, this.#byHash);
  }

  #leave(webhookId: string, how: string): void {
    this.#live.set(webhookId, (this.#live.get(webhookId) ?? 0) - 1);
    const telling = this.#byWebhookId.get(webhookId);
    if (telling) this.#requireAccounted(telling, how);
  }

  #requireAccounted(telling: Telling, when: string): void {
    const { is, expected } = this.settled(telling);
    // What waits for its obligation is accounted for, whatever it is going to be; the sweep goes on from there. So is
    // what Moment was refused for its age, and is going to send again.
    if (is === expected || is === 'unmatched' || is === 'stale') return;
    const id = telling.means.kind === 'payment' ? telling.means.obligationId : undefined;
    this.table.break(`${telling.webhookId} ${when}, and is ${is} instead of ${expected}`, id);
  }
}
