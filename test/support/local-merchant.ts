import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { type LocalMerchant, type MerchantOptions, startMerchant } from '#local/merchant.ts';
import { synthesise } from '#local/synth.ts';
import { DocumentedAnswers } from './documented-answers.ts';

let documented: DocumentedAnswers | undefined;

/**
 * The whole stack on free ports, with what its functions logged as errors. Each answer of its API is held to the
 * document: `close` fails for one that is answered otherwise.
 */
export async function startTestMerchant(
  options: Partial<MerchantOptions> = {},
): Promise<LocalMerchant & { readonly errors: string[] }> {
  const errors: string[] = [];
  const undocumented = new Set<string>();
  documented ??= new DocumentedAnswers();
  const answers = documented;
  const merchant = await startMerchant({
    assembly: await synthesise(process.env),
    port: 0,
    sandboxPort: 0,
    ...options,
    onLog: (functionId, line) => {
      if (line.startsWith('ERROR') || line.includes('"level":"ERROR"')) {
        errors.push(`${functionId} ${line}`);
      }
    },
    onRequest: (seen) => {
      const problem = answers.whatIsNot(seen);
      if (problem !== undefined) undocumented.add(problem);
      options.onRequest?.(seen);
    },
  });
  const close = async () => {
    await merchant.close();
    if (undocumented.size > 0) throw new Error([...undocumented].join('\n'));
  };
  return { ...merchant, errors, close };
}

/** Once nothing is in any queue, visible or in flight; dead letters are counted apart. */
export async function untilDrained({ stack }: LocalMerchant, seconds = 30): Promise<void> {
  for (let polls = 0; polls < 10 * seconds; polls += 1) {
    const depths = Object.entries(await stack.queueDepths());
    const left = depths.filter(([id]) => !id.includes('DeadLetters'));
    if (left.every(([, { visible, inFlight }]) => visible + inFlight === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The queue does not drain: ${JSON.stringify(await stack.queueDepths())}`);
}

export async function deadLetters({ stack }: LocalMerchant): Promise<number> {
  const depths = Object.entries(await stack.queueDepths());
  return depths
    .filter(([id]) => id.includes('DeadLetters'))
    .reduce((sum, [, { visible, inFlight }]) => sum + visible + inFlight, 0);
}

/** How many events of this state wait for somebody to look. */
export async function attention({ stack }: LocalMerchant, state: 'unmatched' | 'quarantined') {
  const client = new DynamoDBClient(localClientConfig(stack.endpoints.dynamodb));
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: stack.tableNames[0],
      IndexName: 'attention',
      KeyConditionExpression: 'attention = :state',
      ExpressionAttributeValues: { ':state': { S: state } },
    }),
  );
  client.destroy();
  return Items;
}

/** Puts a message on the queue of the events that our webhook never writes. */
export async function sendPoison(sqsUrl: string): Promise<void> {
  const client = new SQSClient(localClientConfig(sqsUrl));
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand());
  const QueueUrl = QueueUrls.find((url) => url.includes('ReconciliationEventsQueue'));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
  client.destroy();
}
