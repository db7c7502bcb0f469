import * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { parse } from '#shared/models/parsing.ts';

const Cursor = z.tuple([z.string(), z.int().check(z.positive())]);

/** Opaque to callers; it stands for "the entries of this obligation below this sequence". */
export function writeCursor(obligationId: string, sequence: number): string {
  return Buffer.from(JSON.stringify([obligationId, sequence])).toString('base64url');
}

/** @throws ServiceError `cursor.invalid` */
export function readCursor(cursor: string, obligationId: string): number {
  try {
    const [owner, sequence] = parse(
      Cursor,
      JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    );
    if (owner === obligationId) return sequence;
  } catch {}
  throw new ServiceError(
    'cursor.invalid',
    "Use next_cursor of this customer's previous page as it is, or leave cursor out",
  );
}
