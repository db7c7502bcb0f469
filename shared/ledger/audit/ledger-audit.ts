import type { ChainedEntry } from '#shared/models/chain.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import { isOfChange } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { KeptRequest } from '#shared/models/presented.ts';
import type { Erasure } from '#shared/models/redaction.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import type { Undone } from '#shared/models/undone.ts';
import { auditEntry, auditHeldEvent } from './audit-entry.ts';
import type { SignatureCheck } from './audit-evidence.ts';
import { RawEventAudit } from './audit-redaction.ts';
import { auditRequest } from './audit-request.ts';
import { auditTelling } from './audit-telling.ts';
import type { AuditTotals } from './audit-totals.ts';
import type { Breach } from './breach.ts';
import { DecisionAudit, type UnseenDecision } from './decision-audit.ts';
import { LedgerSums } from './ledger-sums.ts';
import { ReconciledAudit } from './reconciled-audit.ts';
import { ReferencePairs } from './reference-pairs.ts';
import type { SavedAudit } from './saved-audit.ts';
import type { Suspect } from './suspect.ts';
import { type Waiting, WaitingTally } from './waiting-tally.ts';

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
  /** Obligations with entries that adjust or undo others: whether these are right only the whole ledger tells. */
  readonly #adjusted: Set<string>;
  readonly #waiting: WaitingTally;
  readonly #balances: Map<string, bigint>;
  readonly #breaches: Breach[];
  #breachCount: number;
  #entries: number;
  #heldEvents: number;
  readonly #rawEvents: RawEventAudit;
  readonly #decisions: DecisionAudit;
  readonly reconciled: ReconciledAudit;
  readonly #isSigned: SignatureCheck | undefined;

  /** @param saved where an earlier audit of the same ledger stopped. */
  constructor(saved?: SavedAudit, isSigned?: SignatureCheck) {
    this.#isSigned = isSigned;
    this.#obligations = new Set(saved?.obligations);
    this.#sums = new LedgerSums(saved?.sums);
    this.#references = new ReferencePairs(saved?.references);
    this.#adjusted = new Set(saved?.adjusted);
    this.#waiting = new WaitingTally(saved?.waiting);
    this.#balances = new Map(saved?.balances.map(([currency, sum]) => [currency, BigInt(sum)]));
    this.#breaches = [...(saved?.breaches ?? [])];
    this.#breachCount = saved?.breachCount ?? 0;
    this.#entries = saved?.entries ?? 0;
    this.#heldEvents = saved?.heldEvents ?? 0;
    this.#rawEvents = new RawEventAudit(saved?.rawEvents);
    this.#decisions = new DecisionAudit(saved?.decisions);
    this.reconciled = new ReconciledAudit(saved?.reconciled);
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
    if (entry.cause?.kind === 'event') this.#rawEvents.add(entry.cause);
    this.#decisions.addEntry(entry);
    this.reconciled.addEntry(entry);
    const isAdjusting = entry.type === 'adjustment' && !isOfChange(entry);
    if (isAdjusting || entry.reverses !== undefined) {
      this.#adjusted.add(entry.obligationId);
    }
    this.#sums.addEntry(entry);
    for (const breach of auditEntry(entry, this.#isSigned)) this.#keep(breach);
  }

  addTelling(telling: OtherTelling): void {
    this.#rawEvents.add(telling.cause);
    for (const breach of auditTelling(telling, this.#isSigned)) this.#keep(breach);
  }

  /** @param obligationId absent while its creation is under way: it leads nowhere yet */
  addReference(externalReference: string, obligationId: string | undefined): void {
    if (obligationId === undefined) return;
    this.#references.addLeading(obligationId, externalReference);
  }

  addHeldEvent(event: HeldEvent): void {
    this.#heldEvents += 1;
    this.#rawEvents.add(event);
    for (const breach of auditHeldEvent(event, this.#isSigned)) this.#keep(breach);
    this.#waiting.add(event);
    this.#decisions.addHeldEvent(event);
  }

  /** Where a payment is to have no entry. */
  addSettled(doubt: Doubt): void {
    this.#decisions.addSettled(doubt);
  }

  addUndone(undone: Undone): void {
    this.#adjusted.add(undone.obligationId);
    this.reconciled.addUndone(undone);
  }

  addRequest(request: KeptRequest): void {
    for (const breach of auditRequest(request)) this.#keep(breach);
  }

  addErasure(erasure: Erasure): void {
    this.#rawEvents.addErasure(erasure);
  }

  /** An item that is none of ours, or no longer. */
  addUnreadable(key: string, detail: string): void {
    const message = `the item ${key} is not as our code writes it: ${detail}`;
    this.#keep({ kind: 'unreadable', message, entries: [] });
  }

  suspects(): readonly Suspect[] {
    const redactions = Map.groupBy(this.#rawEvents.unrecorded(), ({ of }) => of);
    const ids = new Set([
      ...this.#sums.unsound(),
      ...this.#references.unpaired(),
      ...this.#adjusted,
      ...redactions.keys(),
    ]);
    return [...ids].map((obligationId) => ({
      obligationId,
      references: this.#references.leadingTo(obligationId),
      redactions: redactions.get(obligationId) ?? [],
    }));
  }

  /** What decisions say that is there: it is to be looked for. */
  unseenDecisions(): readonly UnseenDecision[] {
    return this.#decisions.unseen();
  }

  /** Unmatched events of obligations that exist: the sweep is about to apply them, or has not done its work. */
  overdue(): readonly Waiting[] {
    return this.#waiting.all.filter(({ obligationId }) => this.#obligations.has(obligationId));
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
      heldEvents: this.#heldEvents,
      ...this.#rawEvents.totals,
      signatures: this.#isSigned ? this.#rawEvents.totals.events : undefined,
      balances: Object.fromEntries(this.#balances),
    };
  }

  save(): SavedAudit {
    return {
      obligations: [...this.#obligations],
      sums: this.#sums.save(),
      references: this.#references.save(),
      adjusted: [...this.#adjusted],
      waiting: this.#waiting.all,
      balances: [...this.#balances].map(([currency, sum]) => [currency, String(sum)]),
      breaches: this.#breaches,
      breachCount: this.#breachCount,
      entries: this.#entries,
      heldEvents: this.#heldEvents,
      rawEvents: this.#rawEvents.save(),
      decisions: this.#decisions.save(),
      reconciled: this.reconciled.save(),
    };
  }

  #keep(breach: Breach): void {
    this.#breachCount += 1;
    if (this.#breaches.length < BREACHES_KEPT_MAX) this.#breaches.push(breach);
  }
}
