import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { Item } from 'dynalite/db/index.js';
import { itemSize } from '#emulator/dynamodb/item-size.ts';

type Write = { readonly Put?: { readonly Item: Item } };
type Consumed = { readonly ConsumedCapacity?: readonly { readonly CapacityUnits?: number }[] };

const WRITE_UNIT_BYTES = 1024;
const TRANSACTION_FACTOR = 2;

/**
 * What transactions wrote, and what was charged for those that wrote nothing: two writes of each item, as
 * for one that is done, but no index row (DynamoDB Developer Guide, "Capacity unit consumption for write
 * operations"). An item that is not put is taken for one below 1 kB, as an obligation is.
 */
export class TransactionUnits {
  writtenUnits = 0;
  wastedUnits = 0;
  cancelled = 0;

  watch({ middlewareStack }: DynamoDBClient): void {
    middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          const asks = commandName === 'TransactWriteItemsCommand';
          const asked = asks ? { ReturnConsumedCapacity: 'TOTAL' } : {};
          return next({ ...args, input: Object.assign({}, args.input, asked) });
        },
      { step: 'initialize', name: 'transactionAsks' },
    );
    // The request is in the protocol's words by now.
    middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'TransactWriteItemsCommand') return next(args);
          try {
            const result = await next(args);
            this.#count(result.output as Consumed);
            return result;
          } catch (error) {
            if (error instanceof TransactionCanceledException) {
              const { body } = args.request as { readonly body: Uint8Array };
              this.#countCancelled(JSON.parse(new TextDecoder().decode(body)).TransactItems);
            }
            throw error;
          }
        },
      { step: 'build', name: 'transactionCounts' },
    );
  }

  #count({ ConsumedCapacity = [] }: Consumed): void {
    for (const { CapacityUnits = 0 } of ConsumedCapacity) this.writtenUnits += CapacityUnits;
  }

  #countCancelled(writes: readonly Write[]): void {
    this.cancelled += 1;
    for (const { Put } of writes) {
      const bytes = Put ? itemSize(Put.Item) : 1;
      this.wastedUnits += TRANSACTION_FACTOR * Math.ceil(bytes / WRITE_UNIT_BYTES);
    }
  }
}
