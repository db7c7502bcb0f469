import type { BulkOptions } from '#shared/files/bulk/columns.ts';
import { type BulkFile, openBulk } from '#shared/files/bulk/open-bulk.ts';
import { type FileRefusal, FileRefused } from '#shared/files/read/file-refused.ts';
import type { LayoutOptions } from '#shared/files/read/find-layout.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { type Upload, UploadGone, type UploadPlace } from '#shared/models/upload.ts';
import type { Seen, SeenRows } from '#shared/ports/importing.ts';
import type { UploadStore } from '#shared/ports/uploads.ts';
import { seeRows } from '#shared/use-cases/importing/seen-rows.ts';

/** How the columns of a kind of file are read, as the stage says it. */
export type UploadLayouts = Readonly<
  Record<ObligationKind, Omit<BulkOptions & LayoutOptions, 'kind' | 'currency' | 'headerWith'>>
>;

export type OpenedFile = {
  readonly file: BulkFile;
  /** Each of its rows, by its identity. */
  readonly seen: SeenRows;
  readonly rowCount: number;
};
export type Unreadable = { readonly code: string; readonly detail: string };

/** What a function has memory and time to read; whoever has more has a person who runs `npm run import`. */
export const UPLOAD_MIB_MAX = 256;

/**
 * Reads all of a file, so that nothing of it is done if any of it cannot be read; or the sentence that says why.
 */
export async function openUpload(
  upload: Upload,
  { kind, currency }: UploadPlace,
  { files, layouts }: { readonly files: UploadStore; readonly layouts: UploadLayouts },
): Promise<OpenedFile | Unreadable> {
  if (upload.size > UPLOAD_MIB_MAX * 1024 * 1024) {
    const detail = `The file has more than ${UPLOAD_MIB_MAX} MB: put it in parts, or import it with npm run import`;
    return { code: 'file.too_large', detail };
  }
  const open = (from: number) => files.read(upload, from);
  try {
    const file = await openBulk(open, { ...layouts[kind], kind, currency });
    const seen = new SeenInMemory();
    return { file, seen, rowCount: await seeRows(file.rows(), seen) };
  } catch (error) {
    return unreadable(error);
  }
}

/** For which whoever runs the command has an option. */
const BY_SETTING: ReadonlySet<FileRefusal> = new Set([
  'file.column_unknown',
  'file.column_missing',
  'file.delimiter_unclear',
  'file.is_utf8',
]);

/** @throws whatever is no fault of the file */
export function unreadable(error: unknown): Unreadable {
  if (error instanceof FileRefused) {
    const { code, detail } = error;
    const setting = BY_SETTING.has(code)
      ? '; of files that are put, `uploads` of the stage says it'
      : '';
    return { code, detail: `${detail}${setting}` };
  }
  if (error instanceof UploadGone) {
    return { code: 'file.gone', detail: error.message };
  }
  throw error;
}

class SeenInMemory implements SeenRows {
  readonly #seen = new Map<string, Seen>();

  async find(reference: string): Promise<Seen | undefined> {
    return this.#seen.get(reference);
  }

  async put(reference: string, seen: Seen): Promise<void> {
    this.#seen.set(reference, seen);
  }
}
