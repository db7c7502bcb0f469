import { hashBytes } from '#shared/models/bytes.ts';
import { type ChainedLine, toChainedLine } from '#shared/models/chain.ts';
import { type HeldEvent, type HeldKey, isResolved } from '#shared/models/held-event.ts';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { ReconciledKey } from '#shared/models/reconciled.ts';
import type { Redaction } from '#shared/models/redaction.ts';
import type { Undone } from '#shared/models/undone.ts';
import type { LedgerPage, LedgerReader } from '#shared/ports/ledger-reader.ts';
import {
  type MemoryTable,
  reconciledName,
  referenceName,
  referenceOf,
  requestName,
} from './memory-table.ts';

/** Reads the memory stores' table, in pages of a few items, in no meaningful order. */
export class MemoryLedgerReader implements LedgerReader {
  readonly #table: MemoryTable;
  readonly #pageSize: number;
  readUnits = 0;

  constructor(table: MemoryTable, pageSize = 3) {
    this.#table = table;
    this.#pageSize = pageSize;
  }

  async estimateItems(): Promise<number> {
    return this.#items().size;
  }

  /** The cursor is the key of the last item; what is written below it meanwhile is not seen. */
  async readPage(cursor = ''): Promise<LedgerPage> {
    this.readUnits += 1;
    const left = [...this.#items()]
      .filter(([key]) => key > cursor)
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    const page = left.slice(0, this.#pageSize);
    const items = page.map(([, item]) => item);
    return left.length > page.length ? { items, cursor: page.at(-1)?.[0] } : { items };
  }

  async findObligation(obligationId: string) {
    return this.#table.obligations.get(obligationId);
  }

  async findObligationId(
    kind: ObligationKind,
    externalReference: string,
  ): Promise<string | undefined> {
    const reference = this.#table.references.get(referenceName(kind, externalReference));
    return reference?.kind === 'taken' ? reference.obligationId : undefined;
  }

  async isErasureRecorded({ of, at }: Redaction): Promise<boolean> {
    return this.#table.erasures.has(`${of} ${at}`);
  }

  async isWaiting({ hash }: HeldKey): Promise<boolean> {
    const held = this.#table.held.get(hash);
    return held?.state === 'unmatched' && !isResolved(held);
  }

  async findEntry(entryKey: string) {
    return this.#table.entries.get(entryKey);
  }

  async findReconciled(key: ReconciledKey) {
    return this.#table.reconciled.get(reconciledName(key));
  }

  async listSettled(paymentId: string) {
    const doubts = [...this.#table.doubts.values()];
    return doubts.filter((doubt) => doubt.settled && doubt.paymentId === paymentId);
  }

  async listLines(obligationId: string): Promise<readonly ChainedLine[]> {
    return [...this.#table.entries.values()]
      .filter((entry) => entry.obligationId === obligationId)
      .map(toChainedLine);
  }

  async listUndone(obligationId: string): Promise<readonly Undone[]> {
    return [...this.#table.undone.values()].filter(
      (undone) => undone.obligationId === obligationId,
    );
  }

  /** By a scrambled key, as DynamoDB hashes its keys: kinds and obligations come mixed. */
  #items(): ReadonlyMap<string, LedgerItem> {
    const { obligations, entries, held, references, tellings, intents, decided, erasures } =
      this.#table;
    const { undone, reconciled, unchanged, presented, settledRequests, doubts } = this.#table;
    const items: [string, LedgerItem][] = [
      ...[...obligations].map(([id, obligation]): [string, LedgerItem] => [
        id,
        { kind: 'obligation', obligation },
      ]),
      ...[...entries].map(([key, entry]): [string, LedgerItem] => [key, { kind: 'entry', entry }]),
      ...[...held].map(([hash, event]): [string, LedgerItem] => [
        hash,
        { kind: 'held', event, waits: isWaiting(event, decided) },
      ]),
      ...[...erasures].map(([key, erasure]): [string, LedgerItem] => [
        `ERASED#${key}`,
        { kind: 'erasure', erasure },
      ]),
      ...[...references].map(([name, reference]): [string, LedgerItem] => [
        `REF#${name}`,
        {
          kind: 'reference',
          externalReference: referenceOf(name),
          obligationId: reference.kind === 'taken' ? reference.obligationId : undefined,
        },
      ]),
      ...[...tellings].map(([key, telling]): [string, LedgerItem] => [
        `TOLD#${key}`,
        { kind: 'telling', telling },
      ]),
      ...[...doubts].map(([key, doubt]): [string, LedgerItem] => [
        `DOUBT#${key}`,
        doubt.settled ? { kind: 'settled', doubt } : { kind: 'beside' },
      ]),
      ...[...undone].map(([key, each]): [string, LedgerItem] => [
        `UNDONE#${key}`,
        { kind: 'undone', undone: each },
      ]),
      ...[...reconciled].map(([name, each]): [string, LedgerItem] => [
        `RECON#${name}`,
        { kind: 'reconciled', reconciled: each },
      ]),
      ...[...presented].flatMap(([obligationId, requests]) =>
        requests.map(({ id, description }): [string, LedgerItem] => {
          const name = requestName(obligationId, id);
          const settledBy = settledRequests.get(name);
          const request = { obligationId, requestId: id, description, settledBy };
          return [`REQUEST#${name}`, { kind: 'request', request }];
        }),
      ),
      ...[...unchanged.keys()].map((key): [string, LedgerItem] => [key, { kind: 'beside' }]),
      ...[...intents.keys()].map((key): [string, LedgerItem] => [
        `INTENT#${key}`,
        { kind: 'beside' },
      ]),
    ];
    return new Map(items.map(([key, item]) => [hashBytes(key), item]));
  }
}

function isWaiting(event: HeldEvent, decided: ReadonlySet<string>): boolean {
  const { state, hash } = event;
  if (isResolved(event)) return false;
  return state === 'unmatched' || (state !== 'ignored' && !decided.has(hash));
}
