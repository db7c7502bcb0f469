import { createListEntriesHandler } from '#functions/list-entries/handler.ts';
import type { Entry } from '#shared/models/entry.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { MemoryLedgerStore, type MemoryTable } from '#test/support/memory-ledger-store.ts';
import { Breach } from './breach.ts';
import type { Oracle } from './oracle.ts';
import type { Settled } from './settled-as.ts';
import type { Telling } from './tellings.ts';

const PAGE_SIZE = 50;

/** Once nothing is left to do: all is accounted for, the auditor rebuilds it from what it kept, and it is shown whole. */
export async function checkEnd(oracle: Oracle): Promise<void> {
  if (oracle.waiting > 0) throw new Breach(`${oracle.waiting} messages wait for ever`);
  checkLedger(oracle.table, (telling) => oracle.settled(telling), oracle.acknowledged);
  const { obligations, entries } = oracle.table;
  const ledgers = Map.groupBy(entries.values(), ({ obligationId }) => obligationId);
  for (const id of obligations.keys()) {
    await checkStatement(id, ledgers.get(id) ?? [], oracle.table);
  }
}

/** What the table holds, against what was told and by the auditor. @throws Breach */
export function checkLedger(
  { obligations, entries, held, references }: MemoryTable,
  settled: (telling: Telling) => Settled,
  acknowledged: Iterable<Telling>,
): void {
  for (const telling of acknowledged) {
    const { is, expected } = settled(telling);
    const id = telling.means.kind === 'payment' ? telling.means.obligationId : undefined;
    if (is !== expected) {
      throw new Breach(`${telling.webhookId} ended as ${is} instead of ${expected}`, id);
    }
  }
  const [broken] = auditSnapshot({
    obligations: [...obligations.values()],
    entries: [...entries.values()],
    heldEvents: [...held.values()],
    references: [...references],
  });
  if (broken) throw new Breach(`the audit finds: ${broken.message}`, broken.obligationId);
}

/** The statement, page by page, is the ledger backwards. */
async function checkStatement(
  id: string,
  entries: readonly Entry[],
  table: MemoryTable,
): Promise<void> {
  const listEntries = createListEntriesHandler({ ledger: new MemoryLedgerStore(table) });
  const shown: unknown[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const query = { limit: String(PAGE_SIZE), ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await listEntries(httpEvent({ method: 'GET', id, query }));
    const page = JSON.parse(body ?? '') as { data: { id: string }[]; next_cursor: string | null };
    shown.push(...page.data.map((line) => line.id));
    cursor = page.next_cursor;
  }
  const expected = entries
    .toSorted((left, right) => right.sequence - left.sequence)
    .map(({ key }) => key);
  if (JSON.stringify(shown) !== JSON.stringify(expected)) {
    throw new Breach(`the statement shows ${shown.length} of ${expected.length} entries`, id);
  }
}
