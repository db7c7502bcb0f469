import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { toSqsEvent } from '#emulator/aws/sqs-event.ts';
import { type Deployed, type DeployedFunction, startDeployed } from './deployed.ts';
import { faultsIn } from './log-records.ts';
import { play } from './play.ts';
import { paymentOf, signedDelivery } from './signed-delivery.ts';

let deployed: Deployed;
const lines: string[] = [];
beforeAll(async () => {
  deployed = await startDeployed();
});
afterAll(() => deployed.close());

async function answerOf(id: string, event?: unknown, change: Partial<DeployedFunction> = {}) {
  const { outcome, lines: written } = await play({ ...deployed.function(id), ...change }, event);
  lines.push(...written);
  expect(outcome, written.join('\n')).toMatchObject({ kind: 'answer' });
  return outcome.kind === 'answer' ? JSON.parse(outcome.json) : undefined;
}

const bodyOf = ({ body }: { readonly body: string }) => JSON.parse(body);

/** A queue that nothing but this test reads. */
async function createQueue() {
  const client = new SQSClient(localClientConfig(deployed.merchant.stack.endpoints.sqs));
  onTestFinished(() => client.destroy());
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'judged' }));
  const receive = async () => {
    const batch = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await client.send(new ReceiveMessageCommand(batch));
    return toSqsEvent(Messages, 'arn:aws:sqs:us-east-1:000000000000:judged');
  };
  return { QueueUrl, receive };
}

test('a payment that is told twice goes from its signature to the balance, once', async () => {
  const customer = bodyOf(await answerOf('CustomersCreateCustomer'));
  const { QueueUrl, receive } = await createQueue();
  const { environment } = deployed.function('ReconciliationWebhook');
  // Its role may not send to that queue: the person at this machine may.
  const variables = { ...environment, QUEUE_URL: QueueUrl, AWS_ACCESS_KEY_ID: 'local' };
  const onQueue = { environment: variables };
  const event = signedDelivery(deployed.merchant.signingSecret, paymentOf(customer.id));

  expect(await answerOf('ReconciliationWebhook', event, onQueue)).toMatchObject({
    statusCode: 200,
  });
  expect(await answerOf('ReconciliationWebhook', event, onQueue)).toMatchObject({
    statusCode: 200,
  });
  const batch = await receive();
  expect(batch.Records).toHaveLength(2);
  expect(await answerOf('ReconciliationReconcile', batch)).toEqual({ batchItemFailures: [] });

  expect(bodyOf(await answerOf('CustomersGetCustomer'))).toMatchObject({ balance: 500 });
  expect(bodyOf(await answerOf('CustomersListEntries')).data).toMatchObject([
    { type: 'payment', amount: -1500, ending_balance: 500 },
    { type: 'opening', ending_balance: 2000 },
  ]);
  expect(faultsIn(lines)).toEqual([]);
});
