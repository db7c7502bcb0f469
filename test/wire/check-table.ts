import { isDeepStrictEqual } from 'node:util';
import { type DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { fromEntryItem, fromTellingItem } from '#shared/aws/items/entry-items.ts';
import { fromHeldItem } from '#shared/aws/items/held-items.ts';
import type { Item } from '#shared/aws/items/keys.ts';
import { fromObligationItem, fromReferenceItem } from '#shared/aws/items/obligation-items.ts';
import { paymentKey } from '#shared/models/entry.ts';
import { Breach } from '#test/simulation/breach.ts';
import { checkLedger as checkWhole } from '#test/simulation/final-checks.ts';
import { settledAs } from '#test/simulation/settled-as.ts';
import type { Telling } from '#test/simulation/tellings.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { ledgerTable } from '#test/support/template.ts';

/**
 * Checks each promise against what the SDK alone reads of the table: its items, and the rows of the
 * statement index. @throws Breach
 */
export async function checkTable(
  documents: DynamoDBDocumentClient,
  TableName: string,
  acknowledged: readonly Telling[],
): Promise<MemoryTable> {
  const items = await scan(documents, TableName);
  const projected = statementAttributes();
  const obligations = items.filter(isHead);
  for (const obligation of obligations) {
    const id = String(obligation['pk']);
    const shown = items
      .filter((item) => item['obligationId'] === id && (isEntry(item) || isTelling(item)))
      .toSorted(inOrder);
    checkLedger(obligation, shown.filter(isEntry));
    const expected = shown.map((item) => pick(item, projected));
    const rows = await queryStatement(documents, TableName, id);
    checkStatement(expected, rows.toSorted(inOrder), id);
  }
  const table = toMemory(items);
  const byHash = new Map(acknowledged.map((telling) => [telling.hash, telling]));
  checkWhole(table, (telling) => settledAs(telling, table, byHash), acknowledged);
  for (const { pk, done } of items) {
    if (String(pk).startsWith('INTENT#') && !done) throw new Breach(`${pk} was never finished`);
  }
  return table;
}

const REFERENCE = 'REF#customer#';
const isHead = ({ pk, sk }: Item) => sk === 'HEAD' && /^(bcus|bacc|bill)_/.test(String(pk));
const isTelling = ({ sk }: Item) => String(sk).startsWith('TOLD#');
const isEntry = ({ endingBalance }: Item) => endingBalance !== undefined;

/** By sequence, an entry before its other telling. */
function inOrder(left: Item, right: Item): number {
  const bySequence = Number(left['sequence']) - Number(right['sequence']);
  return bySequence || Number(isTelling(left)) - Number(isTelling(right));
}

function checkLedger(obligation: Item, entries: readonly Item[]): void {
  const id = String(obligation['pk']);
  let balance = 0;
  for (const [index, { pk, sequence, amount, endingBalance }] of entries.entries()) {
    balance += Number(amount);
    if (sequence !== index + 1)
      throw new Breach(`${pk} is number ${sequence}, not ${index + 1}`, id);
    if (endingBalance !== balance)
      throw new Breach(`${pk} ends with ${endingBalance}, not ${balance}`, id);
  }
  if (obligation['balance'] !== balance || obligation['sequence'] !== entries.length) {
    throw new Breach(
      `the balance is ${obligation['balance']} at ${obligation['sequence']}, its entries say ${balance} at ${entries.length}`,
      id,
    );
  }
}

/** Both engines index at once; AWS does within moments. */
function checkStatement(expected: readonly Item[], rows: readonly Item[], id: string): void {
  if (isDeepStrictEqual(expected, rows)) return;
  throw new Breach('the statement index has not the entries and nothing else', id);
}

/** What the template's index shows of an item: keys, and what it names beside them. */
function statementAttributes(): readonly string[] {
  const { KeySchema = [], GlobalSecondaryIndexes = [] } = ledgerTable('any');
  const index = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === 'statement');
  const keys = [...KeySchema, ...(index?.KeySchema ?? [])];
  return [
    ...keys.map(({ AttributeName }) => AttributeName ?? ''),
    ...(index?.Projection?.NonKeyAttributes ?? []),
  ];
}

function pick(item: Item, names: readonly string[]): Item {
  const present = names.filter((name) => item[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, item[name]]));
}

function toMemory(items: readonly Item[]): MemoryTable {
  const table = new MemoryTable();
  for (const item of items) {
    const pk = String(item['pk']);
    if (String(item['sk']).startsWith('EVENT#')) {
      const held = fromHeldItem(item);
      table.held.set(held.hash, held);
    } else if (isTelling(item)) {
      const telling = fromTellingItem(item);
      table.tellings.set(paymentKey(telling), telling);
    } else if (isEntry(item)) {
      const entry = fromEntryItem(item);
      table.entries.set(entry.key, entry);
    } else if (isHead(item)) {
      table.obligations.set(pk, fromObligationItem(item));
    } else if (pk.startsWith(REFERENCE)) {
      table.references.set(pk.slice(REFERENCE.length), fromReferenceItem(item));
    }
  }
  return table;
}

async function scan(documents: DynamoDBDocumentClient, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}

async function queryStatement(
  documents: DynamoDBDocumentClient,
  TableName: string,
  id: string,
): Promise<Item[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName: 'statement',
      KeyConditionExpression: 'obligationId = :id',
      ExpressionAttributeValues: { ':id': id },
    }),
  );
  return Items;
}
