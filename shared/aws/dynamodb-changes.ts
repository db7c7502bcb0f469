import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ServiceError } from '#shared/errors.ts';
import type { Done, Unchanged } from '#shared/models/change.ts';
import { adjustmentKey, COMMAND, type Entry } from '#shared/models/entry.ts';
import type { Link, Met } from '#shared/models/met.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { isValid } from '#shared/models/parsing.ts';
import type { ReconciledKey } from '#shared/models/reconciled.ts';
import type { Undoable, Undone } from '#shared/models/undone.ts';
import type { Changes } from '#shared/ports/changes.ts';
import { unlessConditionFails } from './conditional-write.ts';
import {
  fromReconciledItem,
  fromUnchangedItem,
  fromUndoneItem,
  isUnchangedItem,
  isUndoneItem,
  toUnchangedItem,
} from './items/change-items.ts';
import { isDoubtItem } from './items/doubt-items.ts';
import { fromEntryItem } from './items/entry-items.ts';
import {
  entryItemKey,
  INDEX,
  type Item,
  type ItemKey,
  itemKeyOf,
  reconciledKey,
  undoneKey,
} from './items/keys.ts';
import { putOnce } from './ledger-writes.ts';
import { linkItems } from './post-items.ts';
import { readItem, readItems } from './read-items.ts';
import { transact } from './transact.ts';

/** What commands did to balances, in the ledger's table. */
export class DynamoDbChanges implements Changes {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** One page of a partition is enough: a key is used once, or by as many as raced for it. */
  async findDone(idempotencyKey: string): Promise<readonly Done[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${COMMAND}${idempotencyKey}` },
      }),
    );
    // An event may have any id, and is held beside.
    return Items.filter(({ sk }) => isValid(ObligationId, sk)).map(toDone);
  }

  async findUndoable(obligationId: string, entryKey: string): Promise<Undoable> {
    const { pk: paymentId } = entryItemKey(entryKey);
    const adjusting = adjustmentKey({ paymentId, obligationId });
    const items = await readItems(this.#client, this.#table, [
      entryItemKey(entryKey),
      entryItemKey(adjusting),
      undoneKey(obligationId, entryKey),
    ]);
    const undone = items.find(isUndoneItem);
    const entries = items.filter(isEntryItem).map(fromEntryItem);
    const find = (key: string): Entry | undefined => entries.find((entry) => entry.key === key);
    return {
      entry: find(entryKey),
      adjustment: find(adjusting),
      undone: undone && fromUndoneItem(undone),
    };
  }

  /** The index tells their keys: what it does not show yet is there all the same, as the counter says. */
  async findUndoing({ obligationId, by }: Undone): Promise<readonly Entry[]> {
    const rows = await Promise.all(by.map((sequence) => this.#findRow(obligationId, sequence)));
    const keys = rows.filter((key) => key !== undefined);
    if (keys.length < by.length) {
      throw new ServiceError(
        'ledger.busy',
        'The index does not show all entries yet that undid it',
      );
    }
    return (await readItems(this.#client, this.#table, keys)).map(fromEntryItem);
  }

  async #findRow(obligationId: string, sequence: number): Promise<ItemKey | undefined> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.statement,
        KeyConditionExpression: 'obligationId = :id AND #sequence = :sequence',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':id': obligationId, ':sequence': sequence },
      }),
    );
    return Items.map(itemKeyOf)[0];
  }

  async findReconciled(key: ReconciledKey): Promise<Met | undefined> {
    const item = await readItem(this.#client, this.#table, reconciledKey(key));
    if (!item) return undefined;
    const reconciled = fromReconciledItem(item);
    const keys = [entryItemKey(reconciled.entryKey)];
    const [entry] = await readItems(this.#client, this.#table, keys);
    return entry && { reconciled, entry: fromEntryItem(entry) };
  }

  async link(link: Link): Promise<'linked' | 'conflict'> {
    const items = linkItems(this.#table, link);
    return (await transact(this.#client, items)) ? 'conflict' : 'linked';
  }

  async keepUnchanged(unchanged: Unchanged): Promise<'kept' | 'exists'> {
    const put = new PutCommand(putOnce(this.#table, toUnchangedItem(unchanged)));
    return (await unlessConditionFails(() => this.#client.send(put))) ? 'kept' : 'exists';
  }
}

function isEntryItem(item: Item): boolean {
  return !isUndoneItem(item) && !isUnchangedItem(item) && !isDoubtItem(item);
}

function toDone(item: Item): Done {
  return isUnchangedItem(item)
    ? { kind: 'unchanged', unchanged: fromUnchangedItem(item) }
    : { kind: 'entered', entry: fromEntryItem(item) };
}
