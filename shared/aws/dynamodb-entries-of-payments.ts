import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { adjustmentKey, type StatementLine } from '#shared/models/entry.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { isValid } from '#shared/models/parsing.ts';
import type { EntriesOfPayments, RecordedLinesAsked } from '#shared/ports/reconciling.ts';
import { fromUndoneItem } from './items/change-items.ts';
import { isDoubtItem } from './items/doubt-items.ts';
import { fromStatementRow } from './items/entry-items.ts';
import {
  entryItemKey,
  INDEX,
  type Item,
  type ItemKey,
  itemKeyOf,
  undoneKey,
} from './items/keys.ts';
import { queryAll } from './query-all.ts';
import { queryRecorded } from './query-recorded.ts';
import { readItem, readItems } from './read-items.ts';

/** Of BatchGetItem. */
const KEYS_MAX = 100;
const PAGE = 1000;

/** Found by the index `recorded`, which lags behind by moments, and read as they are. */
export class DynamoDbEntriesOfPayments implements EntriesOfPayments {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listRecorded(asked: RecordedLinesAsked) {
    const page = { ...asked, limit: PAGE };
    const { items, cursor } = await queryRecorded(this.#client, this.#table, page);
    const lines = await this.#readLines(items.map(itemKeyOf));
    return {
      lines: await this.#withRows(lines.filter(({ paymentId }) => paymentId !== undefined)),
      cursor,
    };
  }

  async listOfPayment(paymentId: string): Promise<readonly StatementLine[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :payment',
      ExpressionAttributeValues: { ':payment': paymentId },
    });
    // Beside an entry stand what another event told, doubts and what is held.
    const payments = items
      .filter((item) => isValid(ObligationId, item['sk']) && !isDoubtItem(item))
      .map(fromStatementRow);
    const more = await Promise.all(payments.map((payment) => this.#listAfter(payment)));
    return this.#withRows([...payments, ...more.flat()]);
  }

  /** What put it right, and what went back of it. */
  async #listAfter({ key, obligationId, paymentId = '' }: StatementLine) {
    const adjusting = entryItemKey(adjustmentKey({ paymentId, obligationId }));
    const [adjustment, undone] = await Promise.all([
      readItem(this.#client, this.#table, adjusting),
      readItem(this.#client, this.#table, undoneKey(obligationId, key)),
    ]);
    return [
      ...(adjustment ? [fromStatementRow(adjustment)] : []),
      ...(undone ? await this.#listNumbered(obligationId, fromUndoneItem(undone).by) : []),
    ];
  }

  async #listNumbered(obligationId: string, numbers: readonly number[]) {
    const rows = await queryAll(this.#client, {
      TableName: this.#table,
      IndexName: INDEX.statement,
      KeyConditionExpression: 'obligationId = :id AND #sequence BETWEEN :first AND :last',
      FilterExpression: '#type = :refund',
      ExpressionAttributeNames: { '#sequence': 'sequence', '#type': 'type' },
      ExpressionAttributeValues: {
        ':id': obligationId,
        ':first': Math.min(...numbers),
        ':last': Math.max(...numbers),
        ':refund': 'refund',
      },
    });
    const keys = rows.filter(({ sequence }) => numbers.includes(Number(sequence))).map(itemKeyOf);
    return this.#readLines(keys);
  }

  async #readLines(keys: readonly ItemKey[]): Promise<readonly StatementLine[]> {
    const items = await this.#readAll(keys);
    return items.map(fromStatementRow);
  }

  /** Of refunds that were entered by hand, with the rows of reports that they were found to be. */
  async #withRows(lines: readonly StatementLine[]): Promise<readonly StatementLine[]> {
    const keys = lines.flatMap(({ type, reverses, obligationId }) =>
      type === 'refund' && reverses !== undefined ? [undoneKey(obligationId, reverses)] : [],
    );
    const undone = (await this.#readAll(keys)).map(fromUndoneItem);
    const linked = new Map(
      undone.flatMap(({ linked: links = [] }) =>
        links.map(({ entryKey, reconciliationId }) => [entryKey, reconciliationId] as const),
      ),
    );
    return lines.map((line) => {
      const reconciliationId = line.reconciliationId ?? linked.get(line.key);
      return reconciliationId === undefined ? line : { ...line, reconciliationId };
    });
  }

  async #readAll(keys: readonly ItemKey[]): Promise<readonly Item[]> {
    const items: Item[] = [];
    for (let first = 0; first < keys.length; first += KEYS_MAX) {
      const some = keys.slice(first, first + KEYS_MAX);
      items.push(...(await readItems(this.#client, this.#table, some)));
    }
    return items;
  }
}
