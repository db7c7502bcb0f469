import { findActor } from '#commands/kit/actor.ts';
import { explain } from '#commands/kit/explain.ts';
import { type LedgerSource, openLedgerSource } from '#commands/kit/ledger-source.ts';
import { pacedPages } from '#commands/kit/paced-reader.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { createProgressView } from '#commands/kit/progress.ts';
import { stopOnSignal } from '#commands/kit/stop-on-signal.ts';
import { documentsOver } from '#shared/aws/document-client.ts';
import { DynamoDbIntentStore } from '#shared/aws/dynamodb-intent-store.ts';
import { DynamoDbLedgerReader } from '#shared/aws/dynamodb-ledger-reader.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { DynamoDbPeople } from '#shared/aws/dynamodb-people.ts';
import { createQueueDepth } from '#shared/aws/sqs-queue-depth.ts';
import { ServiceError } from '#shared/errors.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { type Erased, erasePerson } from '#shared/use-cases/people/erase-person.ts';
import { type EraseOptions, readOptions, USAGE } from './options.ts';
import { isLeft, reportLines } from './report.ts';

const COULD_NOT = 2;
const NEEDED_RIGHTS =
  'dynamodb:DescribeTable, Scan, GetItem, BatchGetItem, PutItem, UpdateItem and DeleteItem (docs/personal-data.md); with --queue sqs:GetQueueUrl and GetQueueAttributes';

try {
  const options = readOptions(process.argv.slice(2));
  if (options) process.exitCode = await erase(options);
  else stdout.lines(USAGE);
} catch (error) {
  stderr.lines(explain(error, { usage: USAGE, needs: NEEDED_RIGHTS }));
  process.exitCode = COULD_NOT;
}

async function erase(options: EraseOptions): Promise<number> {
  const source = await openLedgerSource(options.source);
  const queue = source.queue && createQueueDepth(source.queue.connection, source.queue);
  try {
    const actor = await findActor(options.source);
    // A queue that cannot be read is told before anything is changed.
    const depth = await queue?.depth.readDepth();
    const isRehearsal = !options.yes;
    stderr.line(`${isRehearsal ? 'Looking in' : 'Erasing from'} ${source.name}, as ${actor}`);
    const erased = await erasePersonIn(source, actor, options);
    if (!erased) {
      stderr.line('Stopped: part of it may be done. Run it again, which does the rest');
      return COULD_NOT;
    }
    for (const line of reportLines(erased, { isRehearsal, queue: depth })) stdout.line(line);
    return isLeft(erased) ? 1 : 0;
  } finally {
    queue?.close();
    source.client.destroy();
    await source.close();
  }
}

async function erasePersonIn(
  { client, table }: LedgerSource,
  actor: string,
  { customer, reason, yes, unitsPerSecond }: EraseOptions,
): Promise<Erased | undefined> {
  const documents = documentsOver(client);
  const reader = new DynamoDbLedgerReader(client, table);
  const clock = systemClock;
  const view = createProgressView(process.stderr, await reader.estimateItems(), Date.now);
  const stop = stopOnSignal();
  const deps = {
    ledger: new DynamoDbLedgerStore(documents, table),
    intents: new DynamoDbIntentStore(documents, table),
    people: new DynamoDbPeople(documents, table),
    reader: pacedPages(reader, { clock, unitsPerSecond, stop }),
    clock,
    onPage: (items: number) => view.scanned(items, reader.readUnits),
  };
  const command = { kind: 'customer', id: customer, actor, reason, isRehearsal: !yes } as const;
  try {
    return await erasePerson(command, deps, stop);
  } catch (error) {
    if (!ServiceError.is(error, 'customer.not_found')) throw error;
    throw new Error(`No customer here has the id or external_reference ${customer}`, {
      cause: error,
    });
  } finally {
    view.close();
  }
}
