import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { listen } from '#emulator/aws/listen.ts';
import { taskRootOf } from '#test/support/runner/task-root.ts';
import { startClient } from './client-environment.ts';
import { type Deployed, startDeployed } from './deployed.ts';
import { play } from './play.ts';
import { paymentOf, signedDelivery } from './signed-delivery.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await startDeployed();
});
afterAll(() => deployed.close());

/** An AWS that refuses everything, and what was asked of it. */
async function startRefusing() {
  const calls: { readonly service: string | undefined; readonly token: unknown }[] = [];
  const server = createServer((request, response) => {
    const { authorization = '', 'x-amz-security-token': token } = request.headers;
    const [, service] =
      /^AWS4-HMAC-SHA256 Credential=ASIAROLE\/\d+\/eu-west-1\/(\w+)\//.exec(authorization) ?? [];
    calls.push({ service, token });
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end('{"__type":"AccessDeniedException","message":"refused"}');
  });
  const { port, close } = await listen(server, 0);
  onTestFinished(close);
  return { calls, endpoint: `http://127.0.0.1:${port}` };
}

const ROLE = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'ASIAROLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

/** The calls of every function to its event, and of the webhook to a delivery that it puts on the queue. */
async function callsOf(credentials: Readonly<Record<string, string>>) {
  const { calls, endpoint } = await startRefusing();
  const elsewhere = {
    ...credentials,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
  };
  for (const found of deployed.functions) {
    await play({ ...found, environment: { ...found.environment, ...elsewhere } });
  }
  const webhook = deployed.function('ReconciliationWebhook');
  const queue = { ...credentials, AWS_ENDPOINT_URL_SQS: endpoint, QUEUE_URL: `${endpoint}/1/q` };
  const { outcome } = await play(
    { ...webhook, environment: { ...webhook.environment, ...queue } },
    signedDelivery(deployed.merchant.signingSecret, paymentOf('bcus_H4jp6KnU5cPw263v1jyz4')),
  );
  expect(outcome).toMatchObject({ json: expect.stringContaining('queue.unavailable') });
  return calls;
}

test('each service is called as the role of the function, with its session token', async () => {
  const calls = await callsOf({ ...ROLE, AWS_SESSION_TOKEN: 'token' });
  expect(new Set(calls.map(({ token }) => token))).toEqual(new Set(['token']));
  expect(new Set(calls.map(({ service }) => service))).toEqual(
    new Set(['dynamodb', 's3', 'secretsmanager', 'sqs']),
  );
});

test('a call without a session token would be seen', async () => {
  const calls = await callsOf(ROLE);
  expect(new Set(calls.map(({ token }) => token))).toEqual(new Set([undefined]));
});

test('one environment serves many invocations: the first is cold, and each has its own id', async () => {
  const { asset, fixture, ...webhook } = deployed.function('ReconciliationWebhook');
  const { path, remove } = taskRootOf(asset);
  onTestFinished(remove);
  const before = readdirSync(path);
  const environment = await startClient({ ...webhook, taskRoot: path });
  onTestFinished(environment.close);
  const answers = [];
  for (let count = 0; count < 3; count += 1) answers.push(await environment.invoke(fixture));
  // A refusal names no invocation; what fails does.
  for (let count = 0; count < 3; count += 1)
    await environment.invoke({ ...Object(fixture), body: 5 });
  await environment.close();
  expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
  const linesOf = (name: string) =>
    environment.lines.map((line) => JSON.parse(line)).filter(({ message }) => message === name);
  expect(linesOf('request.refused').map(({ cold_start }) => cold_start)).toEqual([
    true,
    undefined,
    undefined,
  ]);
  expect(new Set(linesOf('request.failed').map(({ request_id }) => request_id)).size).toBe(3);
  expect(readdirSync(path), 'Lambda’s folder of the code is read-only').toEqual(before);
});
