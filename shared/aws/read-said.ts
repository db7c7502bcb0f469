import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Entry, isOfChange, type StatementLine } from '#shared/models/entry.ts';
import { type ShownLine, saidBy } from '#shared/models/shown-line.ts';
import { fromEntryItem } from './items/entry-items.ts';
import { entryItemKey, type ItemKey } from './items/keys.ts';
import { readItems } from './read-items.ts';

const KEYS_MAX = 100;
const READS_AT_ONCE_MAX = 4;

/**
 * What the index `statement` does not have of the entries that commands made, or a person had count, by their keys: it
 * was made before there were any.
 */
export async function readSaid(
  client: DynamoDBDocumentClient,
  table: string,
  lines: readonly StatementLine[],
): Promise<ReadonlyMap<string, Partial<ShownLine>>> {
  const keys = lines.filter(saysWhy).map(({ key }) => entryItemKey(key));
  const said = new Map<string, Partial<ShownLine>>();
  for (const together of inParts(inParts(keys, KEYS_MAX), READS_AT_ONCE_MAX)) {
    const read = (part: readonly ItemKey[]) => readItems(client, table, part);
    const items = (await Promise.all(together.map(read))).flat();
    for (const entry of items.map(fromEntryItem)) {
      said.set(entry.key, { ...saidBy(entry.cause), ...undoneBy(entry) });
    }
  }
  return said;
}

/** What a reversal and a refund name. */
function undoneBy(entry: Entry): Partial<ShownLine> {
  if (!('reverses' in entry)) return {};
  const { reverses } = entry;
  const { reconciliationId } = entry.type === 'refund' ? entry : {};
  return { reverses, ...(reconciliationId !== undefined && { reconciliationId }) };
}

/** A command's does; of a payment, what a person had count says what Moment applied of it, as every adjustment does. */
function saysWhy(line: StatementLine): boolean {
  return isOfChange(line) || line.applied !== undefined;
}

function inParts<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, part) => all.slice(part * size, (part + 1) * size));
}
