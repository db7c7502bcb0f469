import { isDeepStrictEqual } from 'node:util';
import { toldBy } from '#shared/models/cause.ts';
import { type Entry, isKeyOf, isOfChange } from '#shared/models/entry.ts';
import { type HeldEvent, isResolved } from '#shared/models/held-event.ts';
import type { ToldBy } from '#shared/models/movement.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Reconciled } from '#shared/models/reconciled.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import type { Reference } from '#shared/ports/ledger.ts';
import { MemoryTable, reconciledName, referenceName } from '#test/support/memory-table.ts';
import { Breach } from './breach.ts';
import { containedAs } from './contained-in-opening.ts';
import type { Telling } from './tellings.ts';
import { tellsChange } from './told-change.ts';
import type { Request } from './true-refusals.ts';
import { type Moved, WatchedLedger } from './watched-ledger.ts';
import { WatchedMap } from './watched-map.ts';

/** What the merchant asked for, by reference; no balance where none is tracked. */
export type Asked = ReadonlyMap<string, number | undefined>;

/** What the merchant ever sent under a key. */
export type SentUnder = (key: string) => Iterable<Request>;

const MAY_MOVE: ReadonlySet<string> = new Set([
  'balance',
  'sequence',
  'newestHash',
  'recordedAt',
  'newestPayments',
  'paid',
  // What Moment has, and has to learn of, moves with what is owed and what it is told.
  ...['atMoment', 'sending', 'untold', 'setAside'],
]);

/** The table, with every write looked at as it happens. */
export class WatchedTable extends MemoryTable {
  readonly #asked: Asked;
  readonly #now: () => number;
  readonly #sentUnder: SentUnder | undefined;
  readonly #onWrite: (obligation: Obligation) => void;
  /** Thrown at the next step: code under test may catch what is thrown at it. */
  #breach: Breach | undefined;
  readonly #touched = new Set<string>();
  readonly #ledgers = new Map<string, WatchedLedger>();
  /** By the payment's key: the types of the events that tell of it. */
  readonly #toldBy = new Map<string, Set<string>>();
  /** By the payment's key: the events in doubt whether they tell of it or of another payment. */
  readonly #doubted = new Map<string, Set<ToldBy>>();
  /** By the hash of the event. */
  readonly #paidAt = new Map<string, string | undefined>();
  readonly #entriesOf = new Map<string, Entry[]>();
  /** What commands did, by their idempotency key. */
  readonly #changes = new Map<string, Entry>();
  /** When each was entered, by its key. */
  readonly #enteredAt = new Map<string, number>();
  /** When each row of a report became a refund, by its name. */
  readonly #metAt = new Map<string, number>();
  /** The refund of each row of a report that entered one, and each refund that some row is, by their keys. */
  readonly #refundOf = new Map<string, string>();
  readonly #isMet = new Set<string>();
  /** When a reference was last reserved by an intent, by both. */
  readonly #reservedUntil = new Map<string, number>();
  override readonly obligations: Map<string, Obligation> = this.#watch<Obligation>((...write) =>
    this.#checkObligation(...write),
  );
  override readonly references: Map<string, Reference> = this.#watch<Reference>((reference) =>
    this.#checkReference(reference),
  );
  override readonly entries: Map<string, Entry> = this.#watch<Entry>((...write) =>
    this.#checkEntry(...write),
  );
  override readonly reconciled: Map<string, Reconciled> = this.#watch<Reconciled>((...write) =>
    this.#checkReconciled(...write),
  );
  override readonly tellings: Map<string, OtherTelling> = this.#watch<OtherTelling>((key) =>
    this.tellings.has(key) ? broken(`what else was told of ${key} was replaced`) : undefined,
  );
  override readonly held: Map<string, HeldEvent> = this.#watch<HeldEvent>((...write) =>
    this.#checkHeld(...write),
  );

  /** @param sentUnder left out where nobody knows what was sent */
  constructor(
    asked: Asked,
    now: () => number = () => 0,
    sentUnder?: SentUnder,
    onWrite: (obligation: Obligation) => void = () => {},
  ) {
    super();
    this.#asked = asked;
    this.#now = now;
    this.#sentUnder = sentUnder;
    this.#onWrite = onWrite;
  }

  /** Whatever is told of a payment, before it is. */
  tell({ means, hash }: Telling): void {
    if (means.kind !== 'payment') return;
    this.#paidAt.set(hash, means.facts.paidAt);
    const { paymentKey, type } = means.facts;
    this.#toldBy.set(paymentKey, (this.#toldBy.get(paymentKey) ?? new Set()).add(type));
  }

  /** For what was written since: every balance is that of its newest entry, whose sum was checked when it was written. */
  checkTouched(): void {
    if (this.#breach) throw this.#breach;
    for (const id of this.#touched) {
      const { balance, sequence } = this.obligations.get(id) ?? {};
      const last = this.#ledger(id);
      if (balance !== last.balance || sequence !== last.sequence) {
        throw new Breach(
          `the balance is ${balance} at ${sequence}, its entries say ${last.balance} at ${last.sequence}`,
          id,
        );
      }
    }
    this.#touched.clear();
  }

  break(message: string, obligationId?: string): void {
    this.#breach ??= new Breach(message, obligationId);
  }

  /** Where its ledger stood at any time since. */
  movesSince(id: string, since: number): readonly Moved[] {
    return this.#ledger(id).movesSince(since);
  }

  /** How much of an entry was left to undo at any time since. */
  leftsSince(entryKey: string, since: number): readonly number[] {
    const { obligationId = '' } = this.entries.get(entryKey) ?? {};
    return this.#ledger(obligationId).leftsSince(entryKey, since);
  }

  /** Keys of the payments on an obligation of which Moment is to tell, or told. */
  paymentsToldOf(id: string): readonly string[] {
    return [...this.#toldBy.keys()].filter((key) => isKeyOf(key, id));
  }

  /** Whether it came into the ledger at that time or since. */
  wasEnteredSince(entryKey: string, since: number): boolean {
    return (this.#enteredAt.get(entryKey) ?? Number.NEGATIVE_INFINITY) >= since;
  }

  /** The refund that a row of a report is. */
  entryOfRow(reconciliationId: string | undefined): Entry | undefined {
    if (reconciliationId === undefined) return undefined;
    const met = this.reconciled.get(reconciledName({ type: 'refund', reconciliationId }));
    return met && this.entries.get(met.entryKey);
  }

  /** Whether a row of a report was a refund by then. */
  wasRowMetBefore(reconciliationId: string, time: number): boolean {
    const name = reconciledName({ type: 'refund', reconciliationId });
    return (this.#metAt.get(name) ?? Number.POSITIVE_INFINITY) < time;
  }

  /** Of one obligation, in order. */
  override entriesOf(id: string): readonly Entry[] {
    return this.#entriesOf.get(id) ?? [];
  }

  /** Whether the event moved the balance. */
  wasEnteredBy(eventId: string, id: string): boolean {
    return this.entriesOf(id).some(({ cause }) => cause.kind === 'event' && cause.id === eventId);
  }

  /** What a command of this key did, on whichever obligation. */
  changeUnder(key: string): Entry | undefined {
    return this.#changes.get(key);
  }

  /** Whether an intent had the reference reserved at some time since. */
  wasReserved(reference: string, intentKey: string, since: number): boolean {
    const owner = this.references.get(reference);
    if (owner?.kind === 'reserved' && owner.intentKey === intentKey) return true;
    return (this.#reservedUntil.get(`${reference} ${intentKey}`) ?? -1) >= since;
  }

  #watch<V>(check: (key: string, next: V | undefined) => Breach | undefined): Map<string, V> {
    return new WatchedMap<V>((key, next) => {
      this.#breach ??= check(key, next);
    });
  }

  #ledger(id: string): WatchedLedger {
    const ledger = this.#ledgers.get(id) ?? new WatchedLedger();
    this.#ledgers.set(id, ledger);
    return ledger;
  }

  #checkObligation(id: string, next: Obligation | undefined): Breach | undefined {
    if (!next) return broken(`${id} was deleted`, id);
    this.#touched.add(id);
    this.#onWrite(next);
    const before = this.obligations.get(id);
    if (!before) {
      const reference = next.externalReference;
      const isTaken = this.references.get(referenceName(next.kind, reference))?.kind === 'taken';
      return isTaken ? broken(`${reference} has a second ${next.kind}`, id) : undefined;
    }
    const lost = Object.entries(before).find(
      ([member, value]) => !MAY_MOVE.has(member) && Reflect.get(next, member) !== value,
    );
    return lost && broken(`${lost[0]} of ${id} was lost or changed`, id);
  }

  #checkReference(reference: string): Breach | undefined {
    const before = this.references.get(reference);
    if (before?.kind === 'taken') return broken(`${reference} became another customer`);
    if (before) this.#reservedUntil.set(`${reference} ${before.intentKey}`, this.#now());
    return undefined;
  }

  #checkEntry(key: string, entry: Entry | undefined): Breach | undefined {
    const before = this.entries.get(key);
    if (!entry || before) return broken(`${key} was edited or deleted`, before?.obligationId);
    const { obligationId: id, amount, type, cause } = entry;
    const reference = this.obligations.get(id)?.externalReference ?? '';
    if (type === 'opening' && amount !== this.#asked.get(reference)) {
      const asked = this.#asked.get(reference);
      return broken(`${id} was opened with ${amount}, and ${asked} was asked for`, id);
    }
    const held = cause.kind === 'event' ? this.held.get(cause.hash) : undefined;
    const isDecided = cause.kind === 'event' && cause.decided !== undefined;
    if (type === 'payment' && this.doubts.get(key)?.settled) {
      return broken(`${key} was settled by a person, and counts now`, id);
    }
    const isWaiting = held?.state === 'unmatched' || held?.state === 'stale';
    // What was in doubt may put an amount right, once the other event told of its payment.
    const mayAdjust = held?.reason === 'perhaps_told_twice' && type === 'adjustment';
    if (held && !isWaiting && !mayAdjust && !isDecided)
      return broken(`${key} was judged, and counts now`, id);
    if (type === 'payment' && !isDecided && this.#doubted.get(key)?.has(toldBy(cause))) {
      return broken(`${key} is in doubt, and counts now`, id);
    }
    if (type === 'payment' && !isDecided && this.#mayBeContained(entry)) {
      return broken(`${key} is, or may be, in the balance that ${id} opened with, and counts`, id);
    }
    const unasked = isOfChange(entry) ? this.#checkChange(entry) : undefined;
    if (unasked !== undefined) return broken(unasked, id);
    const twice = this.#checkRefundOfRow(entry);
    if (twice !== undefined) return broken(twice, id);
    const wrong = this.#ledger(id).enter(entry, this.#now(), (payment) =>
      this.#isToldByBoth(payment),
    );
    this.#touched.add(id);
    this.#enteredAt.set(key, this.#now());
    const entries = this.#entriesOf.get(id) ?? [];
    entries.push(entry);
    this.#entriesOf.set(id, entries);
    return wrong === undefined ? undefined : broken(wrong, id);
  }

  /** A command is one that was sent, and happens once under its key. */
  #checkChange(entry: Entry): string | undefined {
    const { key, cause } = entry;
    if (cause.kind !== 'command' || this.#sentUnder === undefined) return undefined;
    const before = this.#changes.get(cause.key);
    if (before) return `${key} has the Idempotency-Key of ${before.key}`;
    this.#changes.set(cause.key, entry);
    const sent = [...this.#sentUnder(cause.key)];
    const isAsked = sent.some((request) => tellsChange(request, entry, this));
    return isAsked
      ? undefined
      : `${key} is ${entry.type} of ${entry.amount}, which nobody asked for`;
  }

  /** A row of a report enters one refund, for ever. */
  #checkRefundOfRow(entry: Entry): string | undefined {
    if (!('reconciliationId' in entry) || entry.reconciliationId === undefined) return undefined;
    const { reconciliationId: row, key } = entry;
    const before = this.#refundOf.get(row);
    this.#refundOf.set(row, key);
    return before === undefined ? undefined : `${row} is entered as ${before} and as ${key}`;
  }

  /** A row stays the refund that it is, and that is no other row. */
  #checkReconciled(name: string, next: Reconciled | undefined): Breach | undefined {
    const before = this.reconciled.get(name);
    if (before || !next) return broken(`${name} is no longer ${before?.entryKey}`);
    this.#metAt.set(name, this.#now());
    if (this.#isMet.has(next.entryKey)) return broken(`${next.entryKey} is two rows of a report`);
    this.#isMet.add(next.entryKey);
    return undefined;
  }

  #mayBeContained({ obligationId, cause }: Entry): boolean {
    const obligation = this.obligations.get(obligationId);
    if (cause.kind !== 'event' || !obligation || !this.#paidAt.has(cause.hash)) return false;
    return containedAs(this.#paidAt.get(cause.hash), cause.evidence, obligation) !== undefined;
  }

  #isToldByBoth(paymentKey: string): boolean {
    return (this.#toldBy.get(paymentKey)?.size ?? 0) > 1;
  }

  /** An unmatched event may be judged, or leave once its payment is entered; a judgement stays. */
  #checkHeld(hash: string, next: HeldEvent | undefined): Breach | undefined {
    const before = this.held.get(hash);
    const id = (next ?? before)?.obligationId;
    if (before && next && isDecision(before, next)) return undefined;
    if (before && isResolved(before) && !mayComeAgain(before, next)) {
      return broken(`what a person decided about ${hash} was replaced or deleted`, id);
    }
    if (before && before.state !== 'unmatched' && before.state !== 'stale') {
      return broken(`the judgement of ${hash} was replaced or deleted`, id);
    }
    if (next?.state === 'unmatched' && this.obligations.has(id ?? '')) {
      return broken(`${hash} is held as unmatched though ${id} exists`, id);
    }
    const told = paymentIn(next ?? before);
    if (next?.reason === 'perhaps_told_twice' && told) {
      this.#doubted.set(told.key, (this.#doubted.get(told.key) ?? new Set()).add(told.toldBy));
    }
    if (next || !before) return undefined;
    const isEntered =
      told && (this.entries.has(told.key) || this.doubts.get(told.key)?.settled !== undefined);
    return isEntered ? undefined : broken(`${hash} waited and was forgotten without an entry`, id);
  }
}

/** That a person decided, and nothing else. */
function isDecision(before: HeldEvent, { resolution, earlier: _, ...next }: HeldEvent): boolean {
  const { resolution: _before, earlier: _earlier, ...was } = before;
  return !isResolved(before) && resolution !== undefined && isDeepStrictEqual(next, was);
}

/** A fresh delivery of what was dismissed as stale. */
function mayComeAgain(before: HeldEvent, next: HeldEvent | undefined): boolean {
  const { state, resolution } = before;
  return state === 'stale' && resolution?.action === 'dismiss' && next !== undefined;
}

function paymentIn(held: HeldEvent | undefined) {
  const event = held?.raw && readMomentEvent(held.raw);
  if (event?.kind !== 'payment') return undefined;
  const { paymentId, obligationId, toldBy } = event.payment;
  return paymentId === undefined ? undefined : { key: `${paymentId}@${obligationId}`, toldBy };
}

const broken = (message: string, obligationId?: string) => new Breach(message, obligationId);
