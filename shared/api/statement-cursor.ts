import * as z from 'zod/mini';
import { StatementLine } from '#shared/models/entry.ts';
import { MinorUnits } from '#shared/models/money.ts';
import { type StatementAsked, statementId } from '#shared/models/statement.ts';
import type { StatementPlace } from '#shared/use-cases/statements/read-statement.ts';
import { readCursor, writeCursor } from './cursor.ts';

const EntryNumber = z.int().check(z.nonnegative());
const Place = z.strictObject({
  after: EntryNumber,
  opening: EntryNumber,
  closing: EntryNumber,
  to: z.iso.datetime(),
  totals: z.partialRecord(StatementLine.shape.type, MinorUnits),
});

/** Of a statement without an end it holds where that was: it is the same for what was asked. */
export function writeStatementCursor(asked: StatementAsked, place: StatementPlace): string {
  return writeCursor(statementId(asked), place);
}

/** @throws ServiceError `cursor.invalid` */
export function readStatementCursor(asked: StatementAsked, cursor: string): StatementPlace {
  return readCursor(cursor, statementId(asked), Place);
}
