import type { LoweringSeen } from '#shared/models/at-moment.ts';
import type { Unchanged } from '#shared/models/change.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Intent } from '#shared/models/intent.ts';
import type { Obligation, Profile } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { MadeRequest, RequestSettled } from '#shared/models/presented.ts';
import type { Reconciled, ReconciledKey } from '#shared/models/reconciled.ts';
import type { Erasure } from '#shared/models/redaction.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import type { Undone } from '#shared/models/undone.ts';
import type { Reference } from '#shared/ports/ledger.ts';

/** One table's worth of items, shared by the memory stores as the real ones share the table. */
export class MemoryTable {
  readonly obligations = new Map<string, Obligation>();
  readonly profiles = new Map<string, Profile>();
  /** By `external_reference`; those of accounts and bills have their kind before it (`referenceName`). */
  readonly references = new Map<string, Reference>();
  readonly entries = new Map<string, Entry>();
  /** By the key of the payment's entry. */
  readonly tellings = new Map<string, OtherTelling>();
  /** By the key that the payment's entry would have. */
  readonly doubts = new Map<string, Doubt>();
  /** By the hash of the body. */
  readonly held = new Map<string, HeldEvent>();
  /** Hashes of held events that a person took off the list. */
  readonly decided = new Set<string>();
  /** By obligation and time. */
  readonly erasures = new Map<string, Erasure>();
  /** When the sweep looks at an event that waits, by the hash of its body. */
  readonly dueAt = new Map<string, string>();
  readonly intents = new Map<string, Intent & { readonly dueAt: string }>();
  /** By the key of the entry that is undone. */
  readonly undone = new Map<string, Undone>();
  /** By type and id. */
  readonly reconciled = new Map<string, Reconciled>();
  /** By the key of the entry that it is in place of. */
  readonly unchanged = new Map<string, Unchanged>();
  /** By the id of what they hang on. */
  readonly owned = new Map<string, readonly string[]>();
  /** By the obligation's id. */
  readonly presented = new Map<string, readonly MadeRequest[]>();
  /** By the obligation's id and the Payment Request's: the key of the entry that settled it. */
  readonly settledRequests = new Map<string, string>();
  readonly settings = new Map<'moment-lowers', LoweringSeen>();

  /** Of one obligation, in the order in which they were written. */
  entriesOf(obligationId: string): readonly Entry[] {
    return [...this.entries.values()].filter((entry) => entry.obligationId === obligationId);
  }
}

/** The first that settles it does. */
export function settleRequest(
  { settledRequests }: MemoryTable,
  obligationId: string,
  { requestId, entryKey }: RequestSettled,
): void {
  const name = requestName(obligationId, requestId);
  if (!settledRequests.has(name)) settledRequests.set(name, entryKey);
}

export function reconciledName({ type, reconciliationId }: ReconciledKey): string {
  return `${type} ${reconciliationId}`;
}

export function requestName(obligationId: string, requestId: string): string {
  return `${obligationId} ${requestId}`;
}

/** References are unique among obligations of one kind. */
export function referenceName(kind: ObligationKind, externalReference: string): string {
  return kind === 'customer' ? externalReference : `${kind}#${externalReference}`;
}

/** The reference in such a name. */
export function referenceOf(name: string): string {
  return name.slice(name.indexOf('#') + 1);
}
