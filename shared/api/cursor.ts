import * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { parse } from '#shared/models/parsing.ts';

/** Opaque to callers; it stands for "what of this list comes behind that", such as a sequence or a reference. */
export function writeCursor(list: string, last: number | string | object): string {
  return Buffer.from(JSON.stringify([list, last])).toString('base64url');
}

/** @throws ServiceError `cursor.invalid` */
export function readCursor<T>(cursor: string, list: string, last: z.ZodMiniType<T>): T {
  try {
    const [owner, read] = parse(
      z.tuple([z.string(), last]),
      JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    );
    if (owner === list) return read;
  } catch {}
  throw new ServiceError(
    'cursor.invalid',
    'Use next_cursor of the previous page of the same list as it is, or leave cursor out',
  );
}
