import { createHandler } from '#functions/list-entries/handler.ts';
import { type Entry, isOfChange } from '#shared/models/entry.ts';
import { kindOf } from '#shared/models/obligation-id.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryStatements } from '#test/support/memory-statements.ts';
import { type MemoryTable, referenceOf } from '#test/support/memory-table.ts';
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
  for (const [id, obligation] of obligations) {
    const wrong = oracle.adoptions.check(obligation);
    if (wrong !== undefined) throw new Breach(wrong, id);
    checkBooks(id, ledgers.get(id) ?? [], oracle);
    await checkStatement(id, ledgers.get(id) ?? [], oracle);
  }
}

/** What the table holds, against what was told and by the auditor. @throws Breach */
export function checkLedger(
  { obligations, entries, held, references, undone, doubts, reconciled }: MemoryTable,
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
    undone: undone.values(),
    reconciled: reconciled.values(),
    doubts: doubts.values(),
    references: [...references].flatMap(([name, owner]): [string, string][] =>
      owner.kind === 'taken' ? [[referenceOf(name), owner.obligationId]] : [],
    ),
  });
  if (broken) throw new Breach(`the audit finds: ${broken.message}`, broken.obligationId);
}

/**
 * The balance is what a bookkeeper makes of it: what it was opened with, the payments, each of which was looked at, and
 * what commands did of which the merchant knows.
 */
function checkBooks(id: string, entries: readonly Entry[], oracle: Oracle): void {
  const { obligations } = oracle.table;
  const { externalReference, balance } = obligations.get(id) ?? {};
  const commands = entries.filter(isOfChange);
  const unknown = commands.find(({ key }) => !oracle.changed.has(key));
  if (unknown) throw new Breach(`${unknown.key} is done, and nobody was told`, id);
  const opened = oracle.asked.get(externalReference ?? '');
  const moved = entries.reduce(
    (sum, { type, amount }) => sum + (type === 'opening' ? 0 : amount),
    0,
  );
  const sum = opened === undefined ? undefined : opened + moved;
  if (sum !== balance) throw new Breach(`the balance is ${balance}, and its books say ${sum}`, id);
}

/** The statement, page by page, is the ledger backwards, and shows what the payments were for. */
async function checkStatement(
  id: string,
  entries: readonly Entry[],
  { table, acknowledged }: Oracle,
): Promise<void> {
  const lines = await readStatement(id, table);
  const expected = entries
    .toSorted((left, right) => right.sequence - left.sequence)
    .map(({ key }) => key);
  if (JSON.stringify(lines.map((line) => line.id)) !== JSON.stringify(expected)) {
    throw new Breach(`the statement shows ${lines.length} of ${expected.length} entries`, id);
  }
  const shown = new Map(lines.map((line) => [line.id, line.description]));
  for (const { means, hash } of acknowledged) {
    if (means.kind !== 'payment' || means.obligationId !== id) continue;
    const { paymentKey, description } = means.facts;
    const kept = [table.entries.get(paymentKey), table.tellings.get(paymentKey)];
    const isKept = kept.some((one) => one?.cause.kind === 'event' && one.cause.hash === hash);
    if (!isKept || description === undefined || shown.get(paymentKey) === description) continue;
    throw new Breach(`the statement does not say that ${paymentKey} was for ${description}`, id);
  }
}

type Line = { readonly id: string; readonly description?: string };

async function readStatement(id: string, table: MemoryTable): Promise<readonly Line[]> {
  const ledger = new MemoryLedgerStore(table);
  const listEntries = createHandler({ ledger, statements: new MemoryStatements(table) });
  const lines: Line[] = [];
  const path = `/${kindOf(id)}s/{id}/entries`;
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const query = { limit: String(PAGE_SIZE), ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await listEntries(httpEvent({ method: 'GET', path, id, query }));
    const page = JSON.parse(body ?? '') as { data: Line[]; next_cursor: string | null };
    lines.push(...page.data);
    cursor = page.next_cursor;
  }
  return lines;
}
