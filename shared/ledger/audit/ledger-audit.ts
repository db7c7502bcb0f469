import type { ChainedEntry } from '#shared/models/chain.ts';
import type { HeldEvent, HeldKey } from '#shared/models/held-event.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import { auditEntry, auditHeldEvent, auditTelling } from './audit-entry.ts';
import type { SignatureCheck } from './audit-evidence.ts';
import type { Breach } from './breach.ts';
import { LedgerSums, type SavedSums } from './ledger-sums.ts';
import { ReferencePairs, type SeenReferences } from './reference-pairs.ts';

/** An obligation's unmatched events: how many were seen, and the one that came first. */
export type Waiting = {
  readonly obligationId: string;
  readonly count: number;
  readonly oldest: { readonly key: HeldKey; readonly receivedAt: string };
};

/** An obligation that is to be read as a whole: its ledger does not add up, or has adjustments, or its reference
 * does not find it, as far as it was seen. */
export type Suspect = {
  readonly obligationId: string;
  /** External references that lead to it, and were not seen to be its own. */
  readonly references: readonly string[];
};

export type AuditTotals = {
  readonly obligations: number;
  readonly entries: number;
  /** Raw events that were hashed anew. */
  readonly events: number;
  readonly heldEvents: number;
  /** Checked against the keys; undefined where they were not given. */
  readonly signatures: number | undefined;
  /** Minor units, by currency. */
  readonly balances: Readonly<Record<string, bigint>>;
};

/** All that an audit keeps, as plain JSON values. */
export type SavedAudit = {
  readonly obligations: readonly string[];
  readonly sums: SavedSums;
  readonly references: readonly (readonly [string, SeenReferences])[];
  readonly adjusted: readonly string[];
  readonly waiting: readonly Waiting[];
  readonly balances: readonly (readonly [string, string])[];
  readonly breaches: readonly Breach[];
  readonly breachCount: number;
  readonly entries: number;
  readonly events: number;
  readonly heldEvents: number;
};

/** Of a ledger that is wrong throughout, the first so many breaches are kept, and the others counted. */
export const BREACHES_KEPT_MAX = 1000;

/**
 * Audits a ledger whose items come one at a time, in any order. What it keeps grows with the obligations, not
 * with their entries (`LedgerSums`). A suspect is no breach yet: read its whole ledger (`auditStatement`,
 * `auditReferences`) to say what is wrong, or that it was only seen half way through a payment.
 */
export class LedgerAudit {
  readonly #obligations: Set<string>;
  readonly #sums: LedgerSums;
  readonly #references: ReferencePairs;
  /** Obligations with adjustments: whether these are right only the whole ledger tells. */
  readonly #adjusted: Set<string>;
  readonly #waiting: Map<string, Waiting>;
  readonly #balances: Map<string, bigint>;
  readonly #breaches: Breach[];
  #breachCount: number;
  #entries: number;
  #events: number;
  #heldEvents: number;
  readonly #isSigned: SignatureCheck | undefined;

  /** @param saved where an earlier audit of the same ledger stopped. */
  constructor(saved?: SavedAudit, isSigned?: SignatureCheck) {
    this.#isSigned = isSigned;
    this.#obligations = new Set(saved?.obligations);
    this.#sums = new LedgerSums(saved?.sums);
    this.#references = new ReferencePairs(saved?.references);
    this.#adjusted = new Set(saved?.adjusted);
    this.#waiting = new Map(saved?.waiting.map((waiting) => [waiting.obligationId, waiting]));
    this.#balances = new Map(saved?.balances.map(([currency, sum]) => [currency, BigInt(sum)]));
    this.#breaches = [...(saved?.breaches ?? [])];
    this.#breachCount = saved?.breachCount ?? 0;
    this.#entries = saved?.entries ?? 0;
    this.#events = saved?.events ?? 0;
    this.#heldEvents = saved?.heldEvents ?? 0;
  }

  addObligation(obligation: Obligation): void {
    this.#obligations.add(obligation.id);
    this.#sums.addObligation(obligation);
    this.#references.addOwn(obligation.id, obligation.externalReference);
    if (!isTracked(obligation)) return;
    const { currency, balance } = obligation;
    this.#balances.set(currency, (this.#balances.get(currency) ?? 0n) + BigInt(balance));
  }

  addEntry(entry: ChainedEntry): void {
    this.#entries += 1;
    if (entry.cause?.kind === 'event') this.#events += 1;
    if (entry.type === 'adjustment') this.#adjusted.add(entry.obligationId);
    this.#sums.addEntry(entry);
    for (const breach of auditEntry(entry, this.#isSigned)) this.#keep(breach);
  }

  addTelling(telling: OtherTelling): void {
    this.#events += 1;
    for (const breach of auditTelling(telling, this.#isSigned)) this.#keep(breach);
  }

  /** @param obligationId absent while its creation is under way: it leads nowhere yet */
  addReference(externalReference: string, obligationId: string | undefined): void {
    if (obligationId === undefined) return;
    this.#references.addLeading(obligationId, externalReference);
  }

  addHeldEvent(event: HeldEvent): void {
    this.#heldEvents += 1;
    this.#events += 1;
    for (const breach of auditHeldEvent(event, this.#isSigned)) this.#keep(breach);
    const { state, obligationId, hash, eventId, paymentId, receivedAt } = event;
    if (state !== 'unmatched' || obligationId === undefined) return;
    const seen = this.#waiting.get(obligationId);
    const isOldest = !seen || receivedAt < seen.oldest.receivedAt;
    this.#waiting.set(obligationId, {
      obligationId,
      count: (seen?.count ?? 0) + 1,
      oldest: isOldest ? { key: { hash, eventId, paymentId }, receivedAt } : seen.oldest,
    });
  }

  /** An item that is none of ours, or no longer. */
  addUnreadable(key: string, detail: string): void {
    const message = `the item ${key} is not as our code writes it: ${detail}`;
    this.#keep({ kind: 'unreadable', message, entries: [] });
  }

  suspects(): readonly Suspect[] {
    const ids = new Set([
      ...this.#sums.unsound(),
      ...this.#references.unpaired(),
      ...this.#adjusted,
    ]);
    return [...ids].map((obligationId) => ({
      obligationId,
      references: this.#references.leadingTo(obligationId),
    }));
  }

  /** Unmatched events of obligations that exist: the sweep is about to apply them, or has not done its work. */
  overdue(): readonly Waiting[] {
    return [...this.#waiting.values()].filter(({ obligationId }) =>
      this.#obligations.has(obligationId),
    );
  }

  /** What single items break, whatever the others are; no more than `BREACHES_KEPT_MAX` of `breachCount`. */
  get breaches(): readonly Breach[] {
    return this.#breaches;
  }

  get breachCount(): number {
    return this.#breachCount;
  }

  get totals(): AuditTotals {
    return {
      obligations: this.#obligations.size,
      entries: this.#entries,
      events: this.#events,
      heldEvents: this.#heldEvents,
      signatures: this.#isSigned ? this.#events : undefined,
      balances: Object.fromEntries(this.#balances),
    };
  }

  save(): SavedAudit {
    return {
      obligations: [...this.#obligations],
      sums: this.#sums.save(),
      references: this.#references.save(),
      adjusted: [...this.#adjusted],
      waiting: [...this.#waiting.values()],
      balances: [...this.#balances].map(([currency, sum]) => [currency, String(sum)]),
      breaches: this.#breaches,
      breachCount: this.#breachCount,
      entries: this.#entries,
      events: this.#events,
      heldEvents: this.#heldEvents,
    };
  }

  #keep(breach: Breach): void {
    this.#breachCount += 1;
    if (this.#breaches.length < BREACHES_KEPT_MAX) this.#breaches.push(breach);
  }
}
