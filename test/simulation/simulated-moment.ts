import type { ObligationChanges } from '#shared/models/obligation-at-moment.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { PaymentRequestFacts } from '#shared/models/payment-request.ts';
import type { FetchWithin } from '#shared/moment/api/moment-transport.ts';
import type { Chance } from '#test/support/chance.ts';
import type { Faults } from './faults.ts';
import {
  kindOfPath,
  type MomentsObligation,
  MomentsObligations,
  viewOf,
} from './moments-obligations.ts';
import type { SimulatedTime } from './simulated-time.ts';

type Presented = PaymentRequestFacts & { readonly id: string; readonly expiresAt: number };
type Reply = {
  readonly status: number;
  readonly body: object;
  readonly replayed?: boolean;
  /** Seconds. */
  readonly retryAfter?: number;
};
type Watcher = {
  readonly created: (obligation: MomentsObligation) => void;
  /** A Payment Request came to be whose answer is not lost for good behind a stored failure. */
  readonly presented: (facts: PaymentRequestFacts) => void;
};

export const NAME_OF_THEIRS = 'Somebody of theirs';
const KEY_KEPT_MS = 24 * 60 * 60_000;
/** docs.momentco.io /api-reference/collect/payment_request/create */
const OPEN_MS = 24 * 60 * 60_000;
const QUICK_MS_MAX = 400;
/** Within five minutes of telling of it. */
const LOWERED_MS_MAX = 4 * 60_000;
/** From just beyond what one try waits for to beyond a function's whole life. */
const SLOW_MS = [8_001, 120_000] as const;

/** Moment's API over HTTP on a bad day: slow, silent, busy, failing, and replaying its answers for 24 hours. */
export class SimulatedMoment {
  readonly lowers: boolean;
  readonly #obligations = new MomentsObligations();
  readonly #stored = new Map<string, { readonly at: number; readonly reply: Reply }>();
  readonly #working = new Map<string, number>();
  readonly #time: SimulatedTime;
  readonly #chance: Chance;
  readonly #faults: Faults;
  readonly #watcher: Watcher;
  readonly #presented = new Map<string, Presented>();
  readonly #verdicts = new Map<string, boolean>();
  readonly #taken = new Set<string>();
  readonly #foreign = new Set<string>();
  /** By reference, or by the description of what was to be presented. */
  readonly #refused = new Set<string>();

  /** @param lowers whether it lowers a balance by itself when it is paid, which its docs do not say */
  constructor(
    lowers: boolean,
    { time, chance, faults }: { time: SimulatedTime; chance: Chance; faults: Faults },
    watcher: Watcher,
  ) {
    this.lowers = lowers;
    this.#time = time;
    this.#chance = chance;
    this.#faults = faults;
    this.#watcher = watcher;
  }

  /** The exchange that the production transport makes. */
  readonly fetchWithin: FetchWithin = (url, { method, headers, body }, timeoutMs) =>
    new Promise((resolve, reject) => {
      this.#time.after(timeoutMs, () => reject(new Error('The operation timed out')));
      const key = new Headers(headers).get('idempotency-key') ?? '';
      const answer =
        method === 'GET'
          ? this.#get(url.pathname)
          : method === 'PATCH'
            ? this.#patch(url.pathname, String(body))
            : this.#post(url.pathname, key, String(body));
      answer.then((reply) => {
        if (reply) resolve(toResponse(reply));
        else reject(new Error('socket hang up'));
      }, reject);
    });

  /** Of a bill Moment counts what is paid; of what else it lowers a balance by itself, or not; some minutes later at times. */
  pay(id: string, number: number, amount: number): void {
    const obligation = this.#obligations.get(id);
    if (!obligation) return;
    obligation.payments.push({ number, amount, at: this.#time.now() });
    const { kind, owed } = obligation;
    if (owed === undefined || (kind !== 'bill' && !this.lowers)) return;
    const lower = () => {
      if (kind === 'bill') obligation.amountPaid += amount;
      else obligation.owed = (obligation.owed ?? 0) - amount;
    };
    if (this.#chance.happens(0.7)) lower();
    else this.#time.after(this.#chance.between(1, LOWERED_MS_MAX), lower);
  }

  find(id: string): MomentsObligation | undefined {
    return this.#obligations.get(id);
  }

  /** A customer whom somebody created there, and not through us. */
  addForeign(reference: string, facts = {}): string {
    this.#foreign.add(reference);
    const body = { external_reference: reference, name: NAME_OF_THEIRS, ...facts };
    const customer = this.#obligations.create('customer', body, 'y');
    if (customer) this.#watcher.created(customer);
    return customer?.id ?? '';
  }

  isForeign(reference: string): boolean {
    return this.#foreign.has(reference);
  }

  hasRefused(subject: string): boolean {
    return this.#refused.has(subject);
  }

  findPresented(id: string): Presented | undefined {
    return this.#presented.get(id);
  }

  async #get(path: string): Promise<Reply | undefined> {
    if (this.#faults.happens('momentRateLimit')) return this.#tooMany();
    await this.#work();
    if (this.#faults.happens('momentFailure')) return FAILURE;
    if (this.#faults.happens('momentSilence')) return undefined;
    const id = decodeURIComponent(path.split('/').at(-1) ?? '');
    const presented = this.#presented.get(id);
    if (presented) return { status: 200, body: this.#view(presented) };
    const kind = kindOfPath(path);
    const found = kind && this.#obligations.find(kind, id);
    return found ? { status: 200, body: viewOf(found) } : NOT_FOUND;
  }

  #patch(path: string, body: string): Promise<Reply | undefined> {
    return kindOfPath(path)
      ? this.#update(path, JSON.parse(body))
      : this.#expire(path, JSON.parse(body));
  }

  /** It is absolute: whatever came of it, it may be asked for again. */
  async #expire(path: string, body: { readonly expires_at: string }): Promise<Reply | undefined> {
    if (this.#faults.happens('momentRateLimit')) return this.#tooMany();
    await this.#work();
    const presented = this.#presented.get(decodeURIComponent(path.split('/').at(-1) ?? ''));
    if (!presented) return NOT_FOUND;
    const ended = { ...presented, expiresAt: Date.parse(body.expires_at) };
    const reply = this.#carryOut(() => {
      this.#presented.set(presented.id, ended);
      return { reply: { status: 200, body: this.#view(ended) }, seen: () => {} };
    });
    return this.#faults.happens('momentSilence') ? undefined : reply;
  }

  /** Without a key: it is done each time that it comes, late ones among them. */
  async #update(path: string, changes: ObligationChanges): Promise<Reply | undefined> {
    if (this.#faults.happens('momentRateLimit')) return this.#tooMany();
    if (this.#faults.happens('momentLockedOut')) return LOCKED_OUT;
    await this.#work();
    const kind = kindOfPath(path);
    const id = decodeURIComponent(path.split('/').at(-1) ?? '');
    const found = kind && this.#obligations.find(kind, id);
    if (!found) return NOT_FOUND;
    if (this.#faults.happens('momentRefusal')) {
      found.refusals += 1;
      const status = this.#faults.of('momentRefusal').pick([400, 409, 422]);
      return { status, body: { title: 'Bad request' } };
    }
    const isFailure = this.#faults.happens('momentFailure');
    if (isFailure && this.#faults.of('momentFailure').happens(0.5)) return FAILURE;
    this.#faults.tally.add('Moment is told of a balance');
    found.owed = changes.balance ?? found.owed;
    found.amountPaid = changes.amount_paid ?? found.amountPaid;
    if (isFailure) return FAILURE;
    return this.#faults.happens('momentSilence') ? undefined : { status: 200, body: viewOf(found) };
  }

  /** Sometimes it says when to come back. */
  #tooMany(): Reply {
    const chance = this.#faults.of('momentRateLimit');
    return chance.happens(0.5) ? TOO_MANY : { ...TOO_MANY, retryAfter: chance.between(1, 120) };
  }

  async #post(path: string, key: string, body: string): Promise<Reply | undefined> {
    if (this.#faults.happens('momentRateLimit')) return this.#tooMany();
    const stored = this.#stored.get(key);
    if (stored && this.#time.now() - stored.at < KEY_KEPT_MS) {
      this.#faults.tally.add(`Moment replays a stored ${stored.reply.status}`);
      return { ...stored.reply, replayed: true };
    }
    if (this.#faults.happens('momentLockedOut')) return this.#lockOut(key);
    const kind = kindOfPath(path);
    const working = this.#working.get(key) ?? 0;
    if (working > 0 && !(kind && this.#faults.happens('momentTwice'))) {
      this.#faults.tally.add('Moment answers 409, the key being at work');
      return { status: 409, body: { title: 'Conflict', detail: 'The key is in use' } };
    }
    this.#working.set(key, working + 1);
    await this.#work();
    const facts = JSON.parse(body);
    const isRefused = this.#isRefused(key, facts);
    const reply = isRefused
      ? this.#refuse(facts)
      : this.#carryOut(() => (kind ? this.#create(kind, facts) : this.#present(facts)));
    this.#working.set(key, (this.#working.get(key) ?? 1) - 1);
    this.#stored.set(key, { at: this.#time.now(), reply });
    return this.#faults.happens('momentSilence') ? undefined : reply;
  }

  #work(): Promise<void> {
    const [least, most] = SLOW_MS;
    return this.#time.sleep(
      this.#faults.happens('momentSlow')
        ? this.#faults.of('momentSlow').between(least, most)
        : this.#chance.between(5, QUICK_MS_MAX),
    );
  }

  /** What is stored under a key is its first result: none while its first request is at work. */
  #lockOut(key: string): Reply {
    const isAtWork = (this.#working.get(key) ?? 0) > 0;
    if (this.#faults.of('momentLockedOut').happens(0.5) && !isAtWork) {
      this.#stored.set(key, { at: this.#time.now(), reply: LOCKED_OUT });
    }
    return LOCKED_OUT;
  }

  /** What was taken once is not refused later; whoever sends a key twice at once is answered the same. */
  #isRefused(key: string, facts: PaymentRequestFacts): boolean {
    const subject = subjectOf(facts);
    const before = this.#verdicts.get(key) ?? (this.#taken.has(subject) ? false : undefined);
    const isRefused = before ?? this.#faults.happens('momentRefusal');
    this.#verdicts.set(key, isRefused);
    if (!isRefused) this.#taken.add(subject);
    return isRefused;
  }

  #refuse(facts: PaymentRequestFacts): Reply {
    this.#refused.add(subjectOf(facts));
    const status = this.#faults.of('momentRefusal').pick([400, 422]);
    return { status, body: { title: 'Bad request', detail: 'name: not like this' } };
  }

  /** A failure is stored like any answer; whether the work was done before it is not said. */
  #carryOut(work: () => { reply: Reply; seen: () => void }): Reply {
    if (!this.#faults.happens('momentFailure')) {
      const { reply, seen } = work();
      seen();
      return reply;
    }
    if (this.#faults.of('momentFailure').happens(0.5)) {
      this.#faults.tally.add('Moment did the work behind a 500');
      work();
    }
    return FAILURE;
  }

  #create(kind: ObligationKind, facts: Readonly<Record<string, unknown>>) {
    const seen = () => {};
    if (this.#obligations.find(kind, String(facts['external_reference']))) {
      this.#faults.tally.add('Moment answers 409, the reference being taken');
      return { reply: { status: 409, body: { title: 'Conflict' } }, seen };
    }
    const created = this.#obligations.create(kind, facts);
    if (!created) return { reply: NOT_FOUND, seen };
    const reply = { status: 201, body: viewOf(created) };
    this.#watcher.created(created);
    return { reply, seen };
  }

  #present(facts: PaymentRequestFacts) {
    const id = `pr_${this.#presented.size + 1}`;
    const presented = { ...facts, id, expiresAt: this.#time.now() + OPEN_MS };
    this.#presented.set(id, presented);
    const reply = { status: 201, body: this.#view(presented) };
    return { reply, seen: () => this.#watcher.presented(facts) };
  }

  #view({ id, amount, currency, expiresAt }: Presented): object {
    return {
      ...{ id, amount, currency },
      status: this.#time.now() < expiresAt ? 'active' : 'expired',
      expires_at: new Date(expiresAt).toISOString(),
      link: { url: `https://pay.example/${id}` },
    };
  }
}

const subjectOf = ({ description, external_reference }: PaymentRequestFacts) =>
  description ?? external_reference;

const NOT_FOUND: Reply = { status: 404, body: { title: 'Not found' } };
const TOO_MANY: Reply = { status: 429, body: { title: 'Too many requests' } };
const LOCKED_OUT: Reply = { status: 401, body: { title: 'Unauthorised' } };
const FAILURE: Reply = { status: 500, body: { title: 'Internal error' } };

function toResponse({ status, body, replayed = false, retryAfter }: Reply) {
  const headers = new Headers({
    ...(replayed && { 'idempotent-replayed': 'true' }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  return { status, headers, text: async () => JSON.stringify(body) };
}
