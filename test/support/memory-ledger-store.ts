import { ServiceError } from '#shared/errors.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Intent } from '#shared/models/intent.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type {
  LedgerState,
  LedgerStore,
  Opening,
  Posting,
  PostResult,
} from '#shared/ports/ledger.ts';
import type { StatementPage } from '#shared/ports/statements.ts';

/** One table's worth of items, shared by the memory stores as the real ones share the table. */
export class MemoryTable {
  readonly obligations = new Map<string, Obligation>();
  readonly references = new Map<string, string>();
  readonly entries = new Map<string, Entry>();
  readonly held = new Map<string, HeldEvent>();
  readonly intents = new Map<string, Intent & { triedAt: string }>();
}

export class MemoryLedgerStore implements LedgerStore {
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

  /** The entries first: whoever writes in between is not seen in them, and is in the balance. */
  async readLedger(obligationId: string, entryKeys: readonly string[]): Promise<LedgerState> {
    const keys = [...new Set(entryKeys)];
    const entries = keys.flatMap((key) => this.table.entries.get(key) ?? []);
    await this.pause();
    return { obligation: await this.findObligation(obligationId), entries };
  }

  async findObligationId(externalReference: string): Promise<string | undefined> {
    return this.table.references.get(externalReference);
  }

  async post(posting: Posting): Promise<PostResult> {
    const { obligations, entries, held } = this.table;
    if (posting.entries.some(({ key }) => entries.has(key))) return 'moved';
    const obligation = obligations.get(posting.obligationId);
    if (obligation?.sequence !== posting.expectedSequence) return 'moved';
    obligations.set(obligation.id, {
      ...obligation,
      balance: posting.balance,
      sequence: posting.sequence,
    });
    for (const entry of posting.entries) entries.set(entry.key, entry);
    for (const hash of posting.settledHashes) held.delete(hash);
    return 'posted';
  }

  async open({ obligation, entry, intent }: Opening): Promise<'opened' | 'exists'> {
    const { obligations, references, entries, intents } = this.table;
    if (obligations.has(obligation.id) || references.has(obligation.externalReference))
      return 'exists';
    if (entry && entries.has(entry.key))
      throw new ServiceError('ledger.busy', 'an entry without its obligation');
    obligations.set(obligation.id, obligation);
    references.set(obligation.externalReference, obligation.id);
    if (entry) entries.set(entry.key, entry);
    intents.set(intent.key, { ...intent, triedAt: intent.startedAt });
    return 'opened';
  }

  async hold(event: HeldEvent): Promise<'held' | 'obligation_exists'> {
    const { obligations, held } = this.table;
    if (event.state === 'unmatched' && obligations.has(event.obligationId ?? ''))
      return 'obligation_exists';
    const existing = held.get(event.hash);
    const replaces = existing?.state === 'unmatched' && event.state !== 'unmatched';
    if (!existing || replaces) held.set(event.hash, event);
    return 'held';
  }

  async release(hash: string): Promise<void> {
    this.table.held.delete(hash);
  }

  async listStatement(
    obligationId: string,
    { limit, before = Number.POSITIVE_INFINITY }: { limit: number; before?: number | undefined },
  ): Promise<StatementPage> {
    const lines = [...this.table.entries.values()]
      .filter((entry) => entry.obligationId === obligationId && entry.sequence < before)
      .sort((left, right) => right.sequence - left.sequence)
      .map(({ event: _event, ...line }) => line);
    return { lines: lines.slice(0, limit), hasMore: lines.length > limit };
  }

  async listWaiting(obligationId: string, limit: number): Promise<readonly HeldEvent[]> {
    return this.#unmatched()
      .filter((event) => event.obligationId === obligationId)
      .slice(0, limit);
  }

  async listUnmatched({ limit, cursor }: { limit: number; cursor?: string | undefined }) {
    const all = this.#unmatched();
    // The last event of a page is where the next one starts, whatever is settled in between.
    const rest = cursor === undefined ? all : all.filter((event) => indexKey(event) > cursor);
    const events = rest.slice(0, limit);
    const last = events.at(-1);
    return last && rest.length > limit ? { events, cursor: indexKey(last) } : { events };
  }

  #unmatched(): HeldEvent[] {
    return [...this.table.held.values()]
      .filter(({ state }) => state === 'unmatched')
      .sort((left, right) => (indexKey(left) < indexKey(right) ? -1 : 1));
  }
}

const indexKey = ({ receivedAt, hash }: HeldEvent) => `${receivedAt} ${hash}`;
