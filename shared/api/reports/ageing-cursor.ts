import * as z from 'zod/mini';
import { readCursor, writeCursor } from '#shared/api/cursor.ts';
import { Day } from '#shared/models/zone.ts';

const Shown = z.pipe(z.string().check(z.regex(/^\d{1,9}$/)), z.transform(Number));

/** Of the list of a day: without `as_of` the newest one is listed, and the pages behind the first must be of the same. */
const listOf = (day: string | undefined) => `ageing ${day ?? ''}`;

/** @param day that was asked for */
export function writePlaceIn(day: string, shown: number, asked: string | undefined): string {
  return writeCursor(listOf(asked), [day, String(shown)]);
}

/** @throws ServiceError `cursor.invalid` */
export function readPlaceIn(cursor: string | undefined, asked: string | undefined) {
  if (cursor === undefined) return { asOf: asked, shown: 0 };
  const [asOf, shown] = readCursor(cursor, listOf(asked), z.tuple([Day, Shown]));
  return { asOf, shown };
}
