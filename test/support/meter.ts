import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Item, Table } from 'dynalite/db/index.js';
import { transactWriteUnits, type Units, writeUnits } from '#emulator/dynamodb/write-capacity.ts';

/** What was asked of AWS, and what DynamoDB charges for it. */
export type Cost = {
  /** Calls of an SDK's client; its own retries are not counted. */
  readonly calls: number;
  readonly writeUnits: number;
  readonly readUnits: number;
};

type Write = { readonly TableName: string; readonly Item?: Item; readonly Key?: Item };
type Request = Write & { readonly TransactItems?: readonly Record<string, Write>[] };
type Capacity = {
  readonly CapacityUnits?: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
};

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);
/** Of a query that finds nothing, for which dynalite has 0. */
const READ_UNITS_MIN = 0.5;
const NOTHING: Cost = { calls: 0, writeUnits: 0, readUnits: 0 };

/**
 * Adds up what clients ask and consume. What is answered costs what the answer says; what fails on a
 * condition costs its items all the same, and no index rows:
 *
 * Source: Amazon DynamoDB Developer Guide, "Capacity unit consumption for write operations": a conditional
 * write whose expression is false consumes units for the larger of the item there is and the new one, and
 * the two writes of each item in a transaction are consumed also if it is cancelled.
 */
export class Meter {
  #cost = NOTHING;
  readonly #own: DynamoDBClient;
  readonly #checks: boolean;
  readonly #tables = new Map<string, Promise<Table>>();

  /**
   * @param config of a connection for the meter's own look at tables and items, which costs nothing.
   * @param options.checks also computes each write from its items before and after, and throws if DynamoDB
   * said otherwise. Holds only for one call at a time.
   */
  constructor(
    config: ConstructorParameters<typeof DynamoDBClient>[0],
    { checks = false }: { checks?: boolean } = {},
  ) {
    this.#own = new DynamoDBClient(config ?? {});
    this.#checks = checks;
  }

  /** What was spent since this was asked last. */
  take(): Cost {
    const cost = this.#cost;
    this.#cost = NOTHING;
    return cost;
  }

  /** Frees the meter's own connection. */
  close(): void {
    this.#own.destroy();
  }

  watchSqs({ middlewareStack }: SQSClient): void {
    middlewareStack.add(
      (next) => async (args) => {
        this.#spend({ calls: 1 });
        return next(args);
      },
      { step: 'initialize', name: 'meter' },
    );
  }

  watch({ middlewareStack }: DynamoDBClient): void {
    middlewareStack.add(
      (next) => (args) =>
        next({
          ...args,
          input: Object.assign({}, args.input, { ReturnConsumedCapacity: 'TOTAL' }),
        }),
      { step: 'initialize', name: 'meterAsks' },
    );
    // The request is in the protocol's words by now, and not yet in the loop that tries it again.
    middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const { body } = args.request as { readonly body: Uint8Array };
          const operation = String(commandName).replace(/Command$/, '');
          const request = JSON.parse(new TextDecoder().decode(body)) as Request;
          return this.#measure(operation, request, () => next(args));
        },
      { step: 'build', name: 'meterReads' },
    );
  }

  async #measure<T extends { readonly output: object }>(
    operation: string,
    request: Request,
    send: () => Promise<T>,
  ): Promise<T> {
    this.#spend({ calls: 1 });
    const writes = writesOf(operation, request);
    const before = this.#checks ? await this.#look(writes) : [];
    try {
      const result = await send();
      const told = capacityOf(operation, result.output);
      this.#spend(told);
      if (this.#checks && writes.length > 0) {
        await this.#check(operation, told, { writes, before, after: await this.#look(writes) });
      }
      return result;
    } catch (error) {
      if (isConditionFailure(error)) await this.#chargeFailure(operation, writes);
      throw error;
    }
  }

  async #chargeFailure(operation: string, writes: readonly Write[]): Promise<void> {
    const found = await this.#look(writes);
    for (const [index, { TableName, Item: after }] of writes.entries()) {
      const table = await this.#table(TableName);
      const { table: units } = charge(operation, table, { before: found[index], after });
      this.#spend({ writeUnits: units });
    }
  }

  async #check(
    operation: string,
    told: Partial<Cost>,
    images: {
      readonly writes: readonly Write[];
      readonly before: readonly (Item | undefined)[];
      readonly after: readonly (Item | undefined)[];
    },
  ): Promise<void> {
    let computed = 0;
    for (const [index, { TableName }] of images.writes.entries()) {
      const item = { before: images.before[index], after: images.after[index] };
      const { table, indexes } = charge(operation, await this.#table(TableName), item);
      computed += Object.values(indexes).reduce((sum, units) => sum + units, table);
    }
    if (isDeepStrictEqual(told, { writeUnits: computed, readUnits: 0 })) return;
    throw new Error(
      `${operation} costs ${computed} by its items, ${JSON.stringify(told)} was told`,
    );
  }

  /** The items as they are now. */
  async #look(writes: readonly Write[]): Promise<readonly (Item | undefined)[]> {
    return Promise.all(
      writes.map(async ({ TableName, Key, Item: item = {} }) => {
        const { KeySchema } = await this.#table(TableName);
        const names = KeySchema.map(({ AttributeName }) => AttributeName);
        const key = Key ?? Object.fromEntries(names.map((name) => [name, item[name]]));
        const found = await this.#own.send(
          new GetItemCommand({
            TableName,
            Key: key as Record<string, AttributeValue>,
            ConsistentRead: true,
          }),
        );
        return found.Item as Item | undefined;
      }),
    );
  }

  #table(TableName: string): Promise<Table> {
    const known = this.#tables.get(TableName);
    if (known) return known;
    const asked = this.#own
      .send(new DescribeTableCommand({ TableName }))
      .then((answer) => answer.Table as Table);
    this.#tables.set(TableName, asked);
    return asked;
  }

  #spend({ calls = 0, writeUnits: written = 0, readUnits = 0 }: Partial<Cost>): void {
    const cost = this.#cost;
    this.#cost = {
      calls: cost.calls + calls,
      writeUnits: cost.writeUnits + written,
      readUnits: cost.readUnits + readUnits,
    };
  }
}

function charge(operation: string, table: Table, images: Parameters<typeof writeUnits>[1]): Units {
  return operation === 'TransactWriteItems'
    ? transactWriteUnits(table, images)
    : writeUnits(table, images);
}

function writesOf(operation: string, request: Request): readonly Write[] {
  if (operation === 'TransactWriteItems') {
    return (request.TransactItems ?? []).flatMap((item) => Object.values(item));
  }
  return WRITES.has(operation) && request.TableName ? [request] : [];
}

function capacityOf(operation: string, output: object): Pick<Cost, 'writeUnits' | 'readUnits'> {
  const { ConsumedCapacity } = output as { ConsumedCapacity?: Capacity | readonly Capacity[] };
  const cost = { writeUnits: 0, readUnits: 0 };
  for (const line of [ConsumedCapacity ?? []].flat() as readonly Capacity[]) {
    const { CapacityUnits = 0, ReadCapacityUnits, WriteCapacityUnits } = line;
    // Only transactions say which; one that had happened before only read.
    if (ReadCapacityUnits !== undefined) cost.readUnits += ReadCapacityUnits;
    else if (WriteCapacityUnits !== undefined) cost.writeUnits += WriteCapacityUnits;
    else if (WRITES.has(operation)) cost.writeUnits += CapacityUnits;
    else cost.readUnits += Math.max(CapacityUnits, READ_UNITS_MIN);
  }
  return cost;
}

function isConditionFailure(error: unknown): boolean {
  const { name } = error as { readonly name?: string };
  return name === 'ConditionalCheckFailedException' || name === 'TransactionCanceledException';
}
