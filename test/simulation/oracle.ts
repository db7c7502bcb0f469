import { type Settled, settledAs } from './settled-as.ts';
import type { Telling } from './tellings.ts';
import { WatchedTable } from './watched-table.ts';

/** Knows what was told, asked and answered, and says at every step whether the table may look as it does. */
export class Oracle {
  /** Balances that the merchant asked for, by reference; undefined where none is to be tracked. */
  readonly asked = new Map<string, number | undefined>();
  readonly table = new WatchedTable(this.asked);
  readonly acknowledged = new Set<Telling>();
  readonly #byHash = new Map<string, Telling>();
  readonly #byWebhookId = new Map<string, Telling>();
  /** Messages in the queue or among the dead letters, by webhook id. */
  readonly #live = new Map<string, number>();
  readonly #presented = new Set<string>();
  readonly #answers = new Map<string, string>();

  tell(telling: Telling): void {
    this.#byHash.set(telling.hash, telling);
    this.#byWebhookId.set(telling.webhookId, telling);
  }

  queue(webhookId: string): void {
    this.#live.set(webhookId, (this.#live.get(webhookId) ?? 0) + 1);
  }

  /** A consumer said that it is done with a message: then it is, at that very moment. */
  delete(webhookId: string): void {
    this.#live.set(webhookId, (this.#live.get(webhookId) ?? 0) - 1);
    const telling = this.#byWebhookId.get(webhookId);
    if (telling) this.#requireAccounted(telling, 'left the queue');
  }

  /**
   * Whatever was answered 200 is accounted for or is seen to wait. Once accounted for it stays so, since neither
   * entry nor judgement is ever taken back; so this and {@link delete} are all the moments to look at.
   */
  acknowledge(telling: Telling): void {
    this.acknowledged.add(telling);
    if ((this.#live.get(telling.webhookId) ?? 0) === 0) {
      this.#requireAccounted(telling, 'was acknowledged and is in no queue');
    }
  }

  /** Under one name only one answer is ever given. */
  answer(name: string, answer: unknown): void {
    const text = JSON.stringify(answer);
    const first = this.#answers.get(name) ?? text;
    this.#answers.set(name, first);
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

  #requireAccounted(telling: Telling, when: string): void {
    const { is, expected } = this.settled(telling);
    // What waits for its obligation is accounted for, whatever it is going to be; the sweep goes on from there.
    if (is === expected || is === 'unmatched') return;
    const id = telling.means.kind === 'payment' ? telling.means.obligationId : undefined;
    this.table.break(`${telling.webhookId} ${when}, and is ${is} instead of ${expected}`, id);
  }
}
