import { FileRefused } from './file-refused.ts';
import type { OpenBytes } from './position.ts';

/** A header is shorter, and whatever is longer is not one. */
export const HEAD_BYTES_MAX = 64 * 1024;
const BOM = [0xef, 0xbb, 0xbf];
const UTF16 = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];
const ZIPS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
];

export type FirstBytes = {
  /** Without the byte order mark. */
  readonly bytes: Uint8Array;
  /** How many the mark has: 0 or 3. */
  readonly mark: number;
  /** The file goes on behind them. */
  readonly hasMore: boolean;
};

/** What a file begins with. @throws FileRefused if that shows that it is no text, or nothing */
export async function readFirstBytes(open: OpenBytes): Promise<FirstBytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of open(0)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > HEAD_BYTES_MAX) break;
  }
  const all = Buffer.concat(chunks);
  refuseOthers(all);
  const mark = startsWith(all, BOM) ? BOM.length : 0;
  const bytes = all.subarray(mark, mark + HEAD_BYTES_MAX);
  const hasMore = all.length > mark + HEAD_BYTES_MAX;
  if (!hasMore && bytes.toString('latin1').trim() === '') {
    throw new FileRefused('file.empty', 'The file is empty: it has neither a header nor rows');
  }
  return { bytes, mark, hasMore };
}

function refuseOthers(bytes: Uint8Array): void {
  if (ZIPS.some((zip) => startsWith(bytes, zip))) {
    throw new FileRefused(
      'file.is_zip',
      'The file is a zip, as an Excel workbook is: save the sheet as "CSV UTF-8", or unpack it',
    );
  }
  if (UTF16.some((mark) => startsWith(bytes, mark)) || isEverySecondNul(bytes)) {
    throw new FileRefused(
      'file.is_utf16',
      'The file is UTF-16, as "Unicode text" is: save the sheet as "CSV UTF-8"',
    );
  }
}

/** As Latin letters are in UTF-16. */
function isEverySecondNul(bytes: Uint8Array): boolean {
  const first = [...bytes.subarray(0, 64)];
  const at = (parity: number) => first.filter((_, index) => index % 2 === parity);
  return [0, 1].some(
    (parity) =>
      first.length >= 4 &&
      at(parity).every((byte) => byte === 0) &&
      at(1 - parity).every((byte) => byte !== 0),
  );
}

function startsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => bytes[at] === byte);
}
