import { isDeepStrictEqual } from 'node:util';
import { type DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import {
  fromEntryItem,
  fromHeldItem,
  fromObligationItem,
  type Item,
} from '#shared/aws/ledger-items.ts';
import { Breach } from '#test/simulation/breach.ts';
import { checkLedger as checkWhole } from '#test/simulation/final-checks.ts';
import { settledAs } from '#test/simulation/settled-as.ts';
import type { Telling } from '#test/simulation/tellings.ts';
import { MemoryTable } from '#test/support/memory-ledger-store.ts';
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
  const obligations = items.filter(({ pk }) => /^(bcus|bacc|bill)_[^@]*$/.test(String(pk)));
  for (const obligation of obligations) {
    const id = String(obligation['pk']);
    const entries = items
      .filter(
        ({ obligationId, endingBalance }) => obligationId === id && endingBalance !== undefined,
      )
      .toSorted((left, right) => Number(left['sequence']) - Number(right['sequence']));
    checkLedger(obligation, entries);
    const expected = entries.map((entry) => pick(entry, projected));
    checkStatement(expected, await queryStatement(documents, TableName, id), id);
  }
  const table = toMemory(items);
  const byHash = new Map(acknowledged.map((telling) => [telling.hash, telling]));
  checkWhole(table, (telling) => settledAs(telling, table, byHash), acknowledged);
  for (const { pk, answer } of items) {
    if (String(pk).startsWith('INTENT#') && !answer) throw new Breach(`${pk} was never answered`);
  }
  return table;
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
    if (pk.startsWith('EVENT#')) {
      const held = fromHeldItem(item);
      table.held.set(held.hash, held);
    } else if (item['endingBalance'] !== undefined) {
      const entry = fromEntryItem(item);
      table.entries.set(entry.key, entry);
    } else if (item['openedAt'] !== undefined) {
      table.obligations.set(pk, fromObligationItem(item));
    } else if (pk.startsWith('REF#')) {
      table.references.set(pk.slice('REF#'.length), String(item['obligationId']));
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
