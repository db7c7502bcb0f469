import { ServiceError } from '#shared/errors.ts';
import type { Untold } from '#shared/models/at-moment.ts';
import { toldBy } from '#shared/models/cause.ts';
import { type Doubt, type DoubtedTelling, withDoubt } from '#shared/models/doubt.ts';
import { adjustmentKey, adjustsPayment, type Entry, paymentKey } from '#shared/models/entry.ts';
import { type HeldEvent, type HeldKey, isResolved } from '#shared/models/held-event.ts';
import type { AnyCreationIntent, Intent } from '#shared/models/intent.ts';
import type { Obligation, Profile } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { withoutPerson } from '#shared/models/person.ts';
import type { Posting } from '#shared/models/posting.ts';
import { requestsSettledBy } from '#shared/models/presented.ts';
import { type OtherTelling, tellOfOne } from '#shared/models/telling.ts';
import type {
  HeldEvents,
  LedgerKeys,
  LedgerState,
  Obligations,
  Opening,
  Openings,
  Postings,
  PostResult,
  Profiles,
  Reference,
} from '#shared/ports/ledger.ts';
import { MemoryTable, reconciledName, referenceName, settleRequest } from './memory-table.ts';

export class MemoryLedgerStore implements Obligations, Postings, HeldEvents, Openings, Profiles {
  readonly table: MemoryTable;
  /** Where others may come in between. */
  protected readonly pause: () => Promise<void>;

  constructor(
    table: MemoryTable = new MemoryTable(),
    pause: () => Promise<void> = async () => undefined,
  ) {
    this.table = table;
    this.pause = pause;
  }

  async findObligation(obligationId: string): Promise<Obligation | undefined> {
    return this.table.obligations.get(obligationId);
  }

  async findWithProfile(obligationId: string) {
    const obligation = this.table.obligations.get(obligationId);
    return obligation && { obligation, profile: this.table.profiles.get(obligationId) ?? {} };
  }

  async findReference(
    kind: ObligationKind,
    externalReference: string,
  ): Promise<Reference | undefined> {
    return this.table.references.get(referenceName(kind, externalReference));
  }

  /** The entries first: whoever writes in between is not seen in them, and is in the balance. */
  async readLedger(obligationId: string, keys: LedgerKeys): Promise<LedgerState> {
    const entries = [...new Set(keys.entries)].flatMap((key) => this.table.entries.get(key) ?? []);
    const tellings = [...new Set(keys.tellings)].flatMap(
      (key) => this.table.tellings.get(key) ?? [],
    );
    const doubts = [...new Set(keys.entries)].flatMap((key) => this.table.doubts.get(key) ?? []);
    await this.pause();
    return { obligation: await this.findObligation(obligationId), entries, tellings, doubts };
  }

  async post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult> {
    return this.postNow(posting, settled);
  }

  /** At one moment, like all that a transaction writes. */
  postNow(
    { obligationId, expected, head, entries, undoes, reconciled, ruledOut, tellMoment }: Posting,
    settled: readonly HeldKey[],
  ): PostResult {
    const { table } = this;
    const isThere = ({ key }: Entry) => table.entries.has(key) || table.unchanged.has(key);
    if (entries.some((entry) => isThere(entry) || this.#isDoubted(entry, ruledOut))) {
      return 'conflict';
    }
    const restsOnNothing = (entry: Entry) =>
      adjustsPayment(entry) && !entry.cause.decided && table.tellings.has(entry.adjusts);
    if (entries.some(restsOnNothing)) return 'conflict';
    if (undoes && table.undone.get(undoes.undone.entryKey)?.amount !== undoes.expected) {
      return 'conflict';
    }
    if (reconciled && table.reconciled.has(reconciledName(reconciled))) return 'conflict';
    if (settled.some(({ hash }) => table.held.has(hash) && !this.#isWaiting(hash))) {
      return 'conflict';
    }
    const obligation = table.obligations.get(obligationId);
    const isAsExpected =
      obligation?.sequence === expected.sequence &&
      obligation.balance === expected.balance &&
      obligation.newestHash === expected.newestHash;
    if (!obligation || !isAsExpected) return 'conflict';
    table.obligations.set(obligationId, {
      ...obligation,
      ...head,
      newestPayments: [...head.newestPayments],
      ...(tellMoment && { untold: mark(obligation, head.recordedAt) }),
    });
    for (const entry of entries) {
      table.entries.set(entry.key, entry);
      table.doubts.delete(entry.key);
    }
    for (const { hash } of settled) table.held.delete(hash);
    for (const request of requestsSettledBy(entries)) settleRequest(table, obligationId, request);
    if (undoes) {
      // Which of them are rows of a report is no part of the counter, and stays.
      const linked = table.undone.get(undoes.undone.entryKey)?.linked;
      table.undone.set(undoes.undone.entryKey, { ...undoes.undone, ...(linked && { linked }) });
    }
    if (reconciled) table.reconciled.set(reconciledName(reconciled), reconciled);
    return 'posted';
  }

  async keepTelling(telling: OtherTelling): Promise<'kept' | 'another'> {
    const key = paymentKey(telling);
    const { obligationId, paymentRequest: requestId } = telling;
    if (toldBy(telling.cause) === 'request' && requestId !== undefined) {
      settleRequest(this.table, obligationId, { requestId, entryKey: key });
    }
    const kept = this.table.tellings.get(key);
    if (kept) return tellOfOne(kept, telling) ? 'kept' : 'another';
    this.table.tellings.set(key, telling);
    const isAdjusted = this.table.entries.has(adjustmentKey(telling));
    return isAdjusted && toldBy(telling.cause) === 'application' ? 'another' : 'kept';
  }

  async keepDoubt(doubted: DoubtedTelling): Promise<'kept' | 'entered'> {
    const { entries, doubts } = this.table;
    const key = paymentKey(doubted);
    if (entries.has(key) || doubts.get(key)?.settled) return 'entered';
    doubts.set(key, withDoubt(doubts.get(key), doubted));
    return 'kept';
  }

  async open({ obligation, profile, entry, intent }: Opening): Promise<'opened' | 'exists'> {
    const { obligations, profiles, references, entries, intents } = this.table;
    const { id, kind, customerId, accountId } = obligation;
    const name = referenceName(kind, obligation.externalReference);
    const reference = references.get(name);
    const isReserved = reference?.kind === 'reserved' && reference.intentKey === intent.key;
    const stored = intents.get(intent.key);
    const isUnfinished = stored?.requestHash === intent.requestHash && !stored.done;
    if (obligations.has(obligation.id) || !isReserved || !isUnfinished) return 'exists';
    if (entry && entries.has(entry.key))
      throw new ServiceError('ledger.busy', 'an entry without its obligation');
    obligations.set(obligation.id, obligation);
    if (Object.keys(profile).length > 0) profiles.set(obligation.id, profile);
    references.set(name, { kind: 'taken', obligationId: id });
    if (entry) entries.set(entry.key, entry);
    for (const owner of [customerId, accountId].filter((each) => each !== undefined)) {
      this.table.owned.set(owner, [...(this.table.owned.get(owner) ?? []), id]);
    }
    intents.set(intent.key, { ...stored, ...afterOpening(intent, stored, kind) } as typeof stored);
    return 'opened';
  }

  async changeProfile(obligationId: string, changes: Profile): Promise<void> {
    const { profiles } = this.table;
    profiles.set(obligationId, { ...profiles.get(obligationId), ...changes });
  }

  async hold(event: HeldEvent): Promise<'held' | 'obligation_exists'> {
    const { obligations, held, dueAt } = this.table;
    if (event.state === 'unmatched' && obligations.has(event.obligationId ?? ''))
      return 'obligation_exists';
    const existing = held.get(event.hash);
    const replaces =
      (this.#isWaiting(event.hash) || this.#mayComeAgain(event.hash)) &&
      ((existing?.state === 'unmatched' && ['quarantined', 'ignored'].includes(event.state)) ||
        (existing?.state === 'stale' && event.state !== 'stale'));
    if (!existing || replaces) dueAt.set(event.hash, event.receivedAt);
    if (!existing || replaces) {
      const { resolution, earlier } = existing ?? {};
      held.set(event.hash, {
        ...event,
        ...(resolution && { resolution }),
        ...(earlier && { earlier }),
      });
      this.table.decided.delete(event.hash);
    }
    return 'held';
  }

  async release({ hash }: HeldKey): Promise<void> {
    if (this.#isWaiting(hash)) this.table.held.delete(hash);
  }

  #isWaiting(hash: string): boolean {
    const held = this.table.held.get(hash);
    return (held?.state === 'unmatched' || held?.state === 'stale') && !isResolved(held);
  }

  /** What was dismissed as stale. */
  #mayComeAgain(hash: string): boolean {
    const held = this.table.held.get(hash);
    return held?.state === 'stale' && held.resolution?.action === 'dismiss';
  }

  #isDoubted(entry: Entry, ruledOut: Doubt | undefined): boolean {
    if (entry.type !== 'payment') return false;
    const doubt = this.table.doubts.get(entry.key);
    if (doubt?.settled) return true;
    if (ruledOut) return !doubt || !saysTheSame(doubt, ruledOut);
    const { applied = -entry.amount } = doubt ?? {};
    return doubt?.[toldBy(entry.cause)] !== undefined || applied !== -entry.amount;
  }
}

function saysTheSame(one: Doubt, other: Doubt): boolean {
  return (['application', 'request', 'applied'] as const).every(
    (name) => one[name] === other[name],
  );
}

/** What is another of an intent, of which it forgets who was opened. */
function afterOpening(
  intent: AnyCreationIntent,
  stored: Intent,
  kind: ObligationKind,
): Pick<AnyCreationIntent, 'request' | 'done'> {
  const { done } = intent;
  if (intent.operation === 'create_customer') {
    return { request: withoutPerson(intent.request), done };
  }
  const { made, momentKey } = intent;
  // Whoever opens this has it from before the part before it was forgotten.
  const { request } = 'made' in stored ? stored : intent;
  const part = request[kind];
  const forgotten = { ...request, [kind]: part && withoutPerson(part) };
  return { request: forgotten, ...(done ? { done } : { made, momentKey }) };
}

function mark({ untold }: Obligation, at: string): Untold {
  return { dueAt: at, since: at, refusals: 0, ...untold, state: 'push' };
}
