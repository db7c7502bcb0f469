import { decimalText } from '#shared/models/format-amount.ts';
import type { Upload } from '#shared/models/upload.ts';
import type { UploadOutcome, UploadTotals } from '#shared/models/upload-outcome.ts';
import { controlTotals, type Tally } from '#shared/use-cases/importing/tally.ts';

type Result = {
  readonly tally: Tally;
  readonly leftOut: readonly string[];
  readonly refusedRows: readonly string[];
};

/** Nothing of it was done. */
export function refusedOutcome(upload: Upload, detail: string, finished_at: string): UploadOutcome {
  return { ...ofFile(upload), status: 'refused', detail, finished_at };
}

/** @param stopped why it could not be done to its end */
export function doneOutcome(
  upload: Upload,
  { tally, leftOut, refusedRows }: Result,
  finished_at: string,
  stopped?: string,
): UploadOutcome {
  const { create, update, unchanged, refused } = tally.counts;
  const rows = {
    ...{ created: create, updated: update, unchanged, moved_since: tally.movedSince, refused },
  };
  return {
    ...ofFile(upload),
    status: stopped === undefined ? 'done' : 'stopped',
    detail: stopped === undefined ? sentence(rows) : `${stopped}; ${counted(rows)} before that`,
    rows,
    totals: Object.fromEntries(totalsOf(tally)),
    ...(leftOut.length > 0 && { left_out: leftOut }),
    ...(refusedRows.length > 0 && { refused_rows: refusedRows }),
    finished_at,
  };
}

function ofFile({ key, putAt, putBy }: Upload) {
  return { file: key, put_at: putAt, put_by: putBy };
}

type Rows = NonNullable<UploadOutcome['rows']>;

function sentence(rows: Rows): string {
  const mend = rows.refused > 0 ? ': mend what was refused, and put it again' : '';
  const moved =
    rows.moved_since > 0
      ? `; of the unchanged, ${rows.moved_since} were entered by a file of this name before and have moved since: if this is a new cycle, put it under another name`
      : '';
  return `${counted(rows)}${mend}${moved}`;
}

function counted({ created, updated, unchanged, refused }: Rows): string {
  return `${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused`;
}

function* totalsOf(tally: Tally): Generator<readonly [string, UploadTotals]> {
  const all = controlTotals(tally);
  for (const [currency, { create, update, unchanged }] of tally.totals) {
    const text = (amount: bigint) => decimalText(amount, currency) ?? String(amount);
    yield [
      currency,
      {
        created: text(create),
        updated: text(update),
        unchanged: text(unchanged),
        all: text(all.get(currency) ?? 0n),
      },
    ];
  }
}
