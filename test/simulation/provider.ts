import { ServiceError } from '#shared/errors.ts';
import { kindOf } from '#shared/models/obligation-id.ts';
import type { Chance } from '#test/support/chance.ts';
import { httpEvent } from '#test/support/http-event.ts';
import type { Faults } from './faults.ts';
import type { Functions } from './functions.ts';
import type { Oracle } from './oracle.ts';
import type { PaidTarget } from './payment-teller.ts';
import type { SimulatedSigning } from './simulated-signing.ts';
import type { SimulatedTime } from './simulated-time.ts';
import { type Telling, tellNobody, tellOther, tellPayment, tellTidily } from './tellings.ts';

export type ProviderParts = {
  readonly time: SimulatedTime;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly oracle: Oracle;
  readonly signing: SimulatedSigning;
  readonly functions: Functions;
  /** Told of each payment when it is made. */
  readonly paid: (obligationId: string, number: number, amount: number) => void;
  /** Whether all that is told of an obligation, by its reference, is as it should be. */
  readonly isTidy: (reference: string) => boolean;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const AGAIN_AFTER = [
  [5 * MINUTE, 'five minutes'],
  [10 * MINUTE, 'ten minutes'],
  [HOUR, 'an hour'],
  [DAY, 'a day'],
  [4 * DAY, 'four days'],
  [14 * DAY, 'fourteen days'],
  [365 * DAY, 'a year'],
] as const;
/** On each, unless the world has no more. */
const PAYMENTS = { customer: 18, account: 10, bill: 5 } as const;
const ATTEMPTS_MAX = 60;
const FIRST_PAUSE_MS = 5000;
const PAUSE_MS_MAX = 10 * HOUR;

/** Moment's other half: payers pay, and each event is signed and sent until it is answered 200. */
export class Provider {
  deliveries = 0;
  #payments = 0;
  readonly #references = new Map<string, string>();
  readonly #paymentsMax: number;
  readonly #parts: ProviderParts;

  constructor(paymentsMax: number, parts: ProviderParts) {
    this.#paymentsMax = paymentsMax;
    this.#parts = parts;
  }

  /** From the moment on that Moment knows the obligation, and perhaps before we do. */
  startPaying(target: PaidTarget, reference: string, isForeign: boolean): void {
    const { id } = target;
    this.#references.set(id, reference);
    const { chance, time, faults, paid } = this.#parts;
    const isTidy = this.#parts.isTidy(reference);
    for (let count = 0; count < PAYMENTS[kindOf(id)]; count += 1) {
      this.#payments += 1;
      if (this.#payments > this.#paymentsMax) return;
      const after = chance.happens(0.5) ? chance.between(0, MINUTE) : chance.between(0, 2 * DAY);
      const at = time.now() + after;
      const number = this.#payments;
      const tell = isTidy ? tellTidily : tellPayment;
      const { amount, tellings } = tell(target, number, at, chance, faults.tally);
      const mayTellOther = kindOf(id) === 'customer' && !isForeign && !isTidy;
      if (mayTellOther && chance.happens(0.05)) tellings.push(tellOther(id, chance));
      time.after(after, () => paid(id, number, amount));
      for (const telling of tellings) this.#tell(telling, after + chance.between(0, MINUTE));
    }
  }

  /** Payments that nobody here will ever match. */
  startPayingNobody(count: number): void {
    const { chance } = this.#parts;
    for (let told = 0; told < count; told += 1) {
      this.#tell(tellNobody(chance), chance.between(0, 3 * DAY));
    }
  }

  #tell(telling: Telling, after: number): void {
    const { chance, time, oracle, faults } = this.#parts;
    oracle.tell(telling);
    const send = (at: number) => time.after(at, () => void this.#deliver(telling));
    send(after);
    if (chance.happens(0.1)) {
      faults.tally.add('delivered twice at once');
      send(after);
    }
    if (chance.happens(0.1)) {
      const [later, words] = chance.pick(AGAIN_AFTER);
      faults.tally.add(`delivered again after ${words}`);
      send(after + later);
    }
  }

  /** Signed anew each time, by the key that is Moment's now. */
  async #deliver(telling: Telling): Promise<void> {
    const { time, faults, signing, functions, oracle } = this.#parts;
    const firstKey = signing.generation();
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      this.deliveries += 1;
      if (signing.generation() !== firstKey) faults.tally.add('retried with a newer key');
      const headers = signing.sign(telling.webhookId, telling.body);
      await faults.pass();
      const request = httpEvent({ path: '/webhooks/moment', body: telling.body, headers });
      const ended = await functions.webhook(request);
      if (ended.kind === 'answered') {
        this.#countCustomer(telling);
        oracle.acknowledge(telling);
        if (!faults.happens('lostAnswer')) return;
      }
      if (ended.kind === 'failed' && ended.error instanceof ServiceError) {
        faults.tally.add(`webhook refuses: ${ended.error.code}`);
      }
      await time.sleep(Math.min(PAUSE_MS_MAX, FIRST_PAUSE_MS * 2 ** attempt));
    }
    oracle.table.break(`${telling.webhookId} was never acknowledged`);
  }

  #countCustomer({ means }: Telling): void {
    if (means.kind !== 'payment') return;
    const { oracle, faults, functions } = this.#parts;
    const reference = this.#references.get(means.obligationId) ?? '';
    const isCreated = oracle.table.obligations.has(means.obligationId);
    const when = isCreated ? 'after' : functions.isCreating(reference) ? 'while' : 'before';
    const how = when === 'while' ? 'is being created' : 'is created';
    faults.tally.add(`a payment acknowledged ${when} its customer ${how}`);
  }
}
