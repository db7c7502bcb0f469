import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { createHandler as createReconcile } from '#functions/reconcile/handler.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { open, opening } from '#test/support/factories.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { keysOf, MemoryDeadLetters } from '#test/support/signing.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { connect, type Stores, storesOver } from '#test/support/stores.ts';
import { ledgerTable } from '#test/support/template.ts';
import { Recorder } from '#test/support/world.ts';
import { messageOf, OWED, obligationId } from './payment.ts';
import { TransactionUnits } from './transaction-units.ts';

const TABLE = 'ledger';
const OBLIGATION = obligationId('hot');

export type Mapping = { readonly batchSize: number; readonly concurrencyMax: number };

export type Hot = {
  readonly seconds: number;
  readonly writtenUnits: number;
  readonly wastedUnits: number;
  /** Transactions that wrote nothing. */
  readonly cancelled: number;
  /** Messages that went back to the queue, each time counted. */
  readonly returned: number;
};

/**
 * Payments on one obligation, all at once, through the production handler in as many invocations at a time
 * as the event source mapping allows. DynamoDB reports conflicts as AWS does, instead of waiting. A message
 * that goes back is due again at once, where AWS has it wait for its visibility timeout.
 *
 * @throws Error if any balance is off in the end.
 */
export async function settleHot(
  payments: number,
  mapping: Mapping,
  onDone: (settled: number) => void,
): Promise<Hot> {
  const dynamodb = await startEmbeddedDynamoDb({ conflicts: 'fail' });
  const spent = new TransactionUnits();
  const documents = connect(dynamodb.endpoint, (client) => spent.watch(client));
  try {
    await documents.send(new CreateTableCommand(ledgerTable(TABLE)));
    const stores = storesOver(documents, TABLE);
    const { ledger } = stores;
    const owed = { id: OBLIGATION, externalReference: OBLIGATION, balance: OWED };
    await open(stores, opening(owed));
    spent.writtenUnits = 0;

    const startedAt = performance.now();
    const returned = await takeAll(
      Array.from({ length: payments }, (_, n) => messageOf(n, OBLIGATION)),
      ledger,
      mapping,
      onDone,
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const { balance, sequence } = (await ledger.findObligation(OBLIGATION)) ?? {};
    if (balance !== OWED - payments || sequence !== 1 + payments) {
      throw new Error(`${payments} payments of 1 left ${balance} of ${OWED} at ${sequence}`);
    }
    const { writtenUnits, wastedUnits, cancelled } = spent;
    return { seconds, writtenUnits, wastedUnits, cancelled, returned };
  } finally {
    documents.destroy();
    await dynamodb.close();
  }
}

/** Until nothing is in the queue any more. Says how many messages went back to it. */
async function takeAll(
  queue: ReturnType<typeof messageOf>[],
  ledger: Stores['ledger'],
  { batchSize, concurrencyMax }: Mapping,
  onDone: (settled: number) => void,
): Promise<number> {
  const recorder = new Recorder();
  const reconcile = createReconcile({
    ledger,
    keys: keysOf(),
    deadLetters: new MemoryDeadLetters(),
    tellings: 'both',
    clock: systemClock,
    randomness: systemRandomness,
    logger: recorder,
    metrics: recorder,
  });
  let settled = 0;
  let returned = 0;
  const invocations = async () => {
    while (queue.length > 0) {
      const batch = queue.splice(0, batchSize);
      const { batchItemFailures } = await reconcile(toSqsEvent(batch), lambdaContext(60_000));
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      queue.push(...batch.filter(({ id }) => failed.has(id)));
      returned += failed.size;
      settled += batch.length - failed.size;
      onDone(settled);
    }
  };
  await Promise.all(Array.from({ length: concurrencyMax }, invocations));
  return returned;
}
