/** Why a file cannot be read at all, or means nothing as a whole. What is wrong with one row is a problem of the row. */
export type FileRefusal =
  | 'file.empty'
  | 'file.no_rows'
  | 'file.is_zip'
  | 'file.is_utf16'
  | 'file.is_utf8'
  | 'file.is_json'
  | 'file.not_utf8'
  | 'file.has_nul'
  | 'file.line_too_long'
  | 'file.quote_broken'
  | 'file.delimiter_unclear'
  | 'file.header_missing'
  | 'file.column_unnamed'
  | 'file.column_twice'
  | 'file.column_unknown'
  | 'file.column_missing'
  | 'file.columns_contradict';

/**
 * One clear sentence. The message goes to logs, and quotes nothing of the file: of a file without a header the first
 * line is a person. What may quote it is `detail`, for whoever sent the file.
 */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly code: FileRefusal;
  // Private, since a logger writes whatever members an error has.
  readonly #detail: string | undefined;

  constructor(code: FileRefusal, message: string, detail?: string) {
    super(message);
    this.code = code;
    this.#detail = detail;
  }

  get detail(): string {
    return this.#detail ?? this.message;
  }
}
