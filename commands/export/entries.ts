import { type Row, writeCsv } from '#shared/api/csv/write-csv.ts';
import { StatementResponse } from '#shared/api/statement-schemas.ts';
import { entryRow, STATEMENT_COLUMNS } from '#shared/api/statement-view.ts';
import { inOrder } from '#shared/use-cases/in-order.ts';
import type { Listed } from './listed.ts';
import type { EntriesOptions, Kind, Period } from './options.ts';
import { AT_ONCE, type ReadApi } from './read-api.ts';
import type { Tally } from './tally.ts';

const OF_WHOM = ['obligation', 'kind', 'external_reference'] as const;
const COLUMNS = [...OF_WHOM, ...STATEMENT_COLUMNS] as const;
type Column = (typeof COLUMNS)[number];

/** One CSV of all entries, each with whose it is: by kind, then by reference, oldest first. */
export async function* writeEntries(
  api: ReadApi,
  { kinds, period }: EntriesOptions,
  tally: Tally,
): AsyncGenerator<string> {
  yield writeCsv<Column>(COLUMNS, []);
  for (const kind of kinds) {
    const readFirst = async (one: Listed) => [one, await readPage(api, kind, one, period)] as const;
    for await (const [one, first] of inOrder(api.listTracked(kind), AT_ONCE, readFirst)) {
      yield* writeOne(api, kind, one, period, first, tally);
      tally.obligations += 1;
    }
  }
}

async function* writeOne(
  api: ReadApi,
  kind: Kind,
  one: Listed,
  period: Period,
  first: StatementResponse,
  tally: Tally,
): AsyncGenerator<string> {
  for (let page = first; ; ) {
    const rows = page.data.map((entry): Row<Column> => {
      tally.add(entry.currency, entry.amount);
      return {
        obligation: one.id,
        kind: kind.slice(0, -1),
        external_reference: one.external_reference,
        ...entryRow(entry),
      };
    });
    if (rows.length > 0) yield writeCsv<Column>(COLUMNS, rows, { header: false });
    if (page.next_cursor === null) return;
    page = await readPage(api, kind, one, period, page.next_cursor);
  }
}

function readPage(api: ReadApi, kind: Kind, one: Listed, period: Period, cursor?: string) {
  const query = { ...period, limit: '1000', cursor };
  return api.json(StatementResponse, `/${kind}/${one.id}/statement`, query);
}
