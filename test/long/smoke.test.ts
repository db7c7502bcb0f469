import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { announceMerchant } from '#local/running.ts';
import { headKey } from '#shared/aws/items/keys.ts';
import { type IamIdentity, startIamGate } from '#test/support/iam-gate.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';
import { runToEnd, SMOKE } from '#test/support/npm-start.ts';
import { request } from '#test/support/sender.ts';
import { CALLER_ARN, startSts } from '#test/support/sts-server.ts';

const SIGNING_SECRET = 'whsec_LocalSecretForNpmStartAndNothingElse';
const API_KEY = 'sk_test_local';
const LONG_LIVED: IamIdentity = { accessKeyId: 'AKIASMOKE', secretAccessKey: 'not/a+secret' };
const TEMPORARY: IamIdentity = { ...LONG_LIVED, sessionToken: 'a+token/of==' };

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let withdraw: () => void;
let port: string;
beforeAll(async () => {
  merchant = await startTestMerchant();
  withdraw = announceMerchant(merchant);
  port = new URL(merchant.stack.apiUrl).port;
}, 60_000);
afterAll(async () => {
  withdraw();
  await merchant.close();
});

const smoke = (...args: string[]) => runToEnd(['--port', port, ...args], {}, SMOKE);
const fill = async (output: string, value: string) => {
  const { stack } = merchant;
  stack.setSecret(stack.output(output), value);
  // What functions remember of a secret ends with them.
  for (const pid of stack.processes()) process.kill(pid, 'SIGKILL');
  while (stack.processes().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
};
const statementOf = async (reference: string) => {
  const { body } = await request('GET', `${merchant.stack.apiUrl}/customers/${reference}/entries`);
  return body['data'] as { payment_id: string | null; amount: number; ending_balance: number }[];
};

test('a stack that is well passes, and each run is one payment of its own', async () => {
  const first = await smoke();
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('All is well') });
  expect(first.output).toMatch(/^ {2}customer {7}SMOKE-local {2}bcus_\w+ {2}created, here and at/m);
  expect(first.output).toMatch(/^ {2}ledger {9}every promise holds, 2 entries$/m);

  // What is for a stage on AWS is not asked here.
  const second = await runToEnd(['--port', port], { API_TOKEN: 'x' }, SMOKE);
  expect(second.code).toBe(0);
  expect(second.output).toContain('there from an earlier run');
  const entries = await statementOf('SMOKE-local');
  expect(entries.map(({ amount }) => amount)).toEqual([-1, -1, 0]);
  expect(entries[0]?.ending_balance).toBe(-2);
  for (const { payment_id } of entries.slice(0, 2))
    expect(payment_id).toMatch(/^pay_smoke_\w{32}$/);
});

test('a payment is delivered once for each active key, and counts once', async () => {
  const other = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  await fill('SigningKeysSecret', JSON.stringify({ old: SIGNING_SECRET, new: other }));
  const { code, output } = await smoke('--customer', 'SMOKE-KEYS');
  await fill('SigningKeysSecret', JSON.stringify({ local: SIGNING_SECRET }));
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toContain('signed with old');
  expect(output).toContain('signed with new');
  expect((await statementOf('SMOKE-KEYS')).map(({ amount }) => amount)).toEqual([-1, 0]);
});

/** What somebody forgets or breaks, how it is put right, and what is told. */
const FAULTS: readonly (readonly [
  name: string,
  break_: () => Promise<void> | void,
  mend: () => Promise<void> | void,
  told: RegExp,
])[] = [
  [
    'an API key that is not filled in',
    () => fill('MomentApiKeySecret', 'unset'),
    () => fill('MomentApiKeySecret', API_KEY),
    /holds no key that begins with sk_[\s\S]*docs\/deploy\.md#fill-in-the-secrets/,
  ],
  [
    'an API key that Moment does not accept',
    () => fill('MomentApiKeySecret', 'sk_test_wrong'),
    () => fill('MomentApiKeySecret', API_KEY),
    /502 .*moment\.unauthorised[\s\S]*Moment does not accept the API key/,
  ],
  [
    'signing keys that are not filled in',
    () => fill('SigningKeysSecret', '{}'),
    () => fill('SigningKeysSecret', JSON.stringify({ local: SIGNING_SECRET })),
    /The secret of the signing keys holds none[\s\S]*Ask Moment for the signing key/,
  ],
  [
    'a signing key alone in place of JSON',
    () => fill('SigningKeysSecret', SIGNING_SECRET),
    () => fill('SigningKeysSecret', JSON.stringify({ local: SIGNING_SECRET })),
    /must be JSON such as \{"2026-11": "whsec_..."\}, not a key alone/,
  ],
  [
    'one malformed signing key beside a good one',
    () => fill('SigningKeysSecret', JSON.stringify({ local: SIGNING_SECRET, new: 'v1,whsec_x' })),
    () => fill('SigningKeysSecret', JSON.stringify({ local: SIGNING_SECRET })),
    /Signing key "new" begins with the version of a signature/,
  ],
  [
    'a consumer that is stopped',
    () => merchant.stack.eventSources.hold(),
    () => merchant.stack.eventSources.release(),
    /messages wait \(1\): the consumer is stopped[\s\S]*operations\.md#alarm-oldest-message/,
  ],
  [
    'a balance that somebody changed by hand',
    () => changeBalance(1_000_000),
    () => changeBalance(-1_000_000),
    /The ledger breaks its promises: 1 breaches/,
  ],
];

test.each(FAULTS)('%s fails the test with status 1, and the way out', async (...fault) => {
  const [name, break_, mend, told] = fault;
  await break_();
  // Each has a customer of its own, who is not there yet.
  const customer = `SMOKE-${name.replaceAll(' ', '-')}`;
  const { code, output } = await smoke('--timeout', '3', '--customer', customer);
  await mend();
  expect(output).toMatch(told);
  expect(output).not.toContain('All is well');
  expect(code).toBe(1);
});

test('a stack that does not run, or an option that makes no sense, is status 2', async () => {
  const nobody = await runToEnd(['--port', '1'], {}, SMOKE);
  expect(nobody.output).toContain('No `npm start` runs at 1: start one, or name a stage on AWS');
  const somebody = await smoke('--customer', 'CUSTOMER-1042');
  expect(somebody.output).toContain('--customer must begin with SMOKE-');
  expect([nobody.code, somebody.code]).toEqual([2, 2]);
});

test('a live API key is refused before anything is made, unless somebody says --live', async () => {
  await fill('MomentApiKeySecret', 'sk_live');
  const refused = await smoke('--customer', 'SMOKE-LIVE');
  const allowed = await smoke('--customer', 'SMOKE-LIVE', '--live');
  await fill('MomentApiKeySecret', API_KEY);
  expect(refused).toMatchObject({ code: 2, output: expect.stringContaining('say --live') });
  // The sandbox knows no such key: that it was asked is what is to be seen.
  expect(allowed.output).toContain('moment.unauthorised');
});

describe('on AWS', () => {
  /** The stack as AWS shows it: its outputs by CloudFormation, its API behind IAM. */
  const deployed = async (
    lets: Parameters<typeof startIamGate>[0],
    caller = LONG_LIVED,
    more: NodeJS.ProcessEnv = {},
  ) => {
    const gate = await startIamGate(lets, ({ method, path, body }, headers) => {
      const sent = { ...(headers as Record<string, string>) };
      for (const name of ['host', 'connection', 'content-length', 'transfer-encoding'])
        delete sent[name];
      const hasBody = method !== 'GET' && { body: new Uint8Array(body) };
      return fetch(`${merchant.stack.apiUrl}${path}`, { method, headers: sent, ...hasBody });
    });
    const stacks = await startStacks(gate.url);
    const sts = await startSts();
    const { dynamodb, sqs, secretsManager } = merchant.stack.endpoints;
    const env = {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: caller.accessKeyId,
      AWS_SECRET_ACCESS_KEY: caller.secretAccessKey,
      AWS_SESSION_TOKEN: caller.sessionToken ?? '',
      AWS_ENDPOINT_URL_CLOUDFORMATION: stacks.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
      AWS_ENDPOINT_URL_SQS: sqs,
      AWS_ENDPOINT_URL_STS: sts.url,
      ...more,
    };
    return {
      run: (...args: string[]) => runToEnd(args, env, SMOKE),
      close: () => {
        gate.close();
        stacks.close();
        sts.close();
      },
    };
  };

  test.each([
    ['long-lived', LONG_LIVED],
    ['temporary', TEMPORARY],
  ])(
    'a stage passes with %s credentials, and refuses whoever does not sign',
    async (_, identity) => {
      const { run, close } = await deployed(identity, identity);
      const { code, output } = await run('--stage', 'dev');
      close();
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toMatch(new RegExp(`^Smoke test of the stage dev .*, as ${CALLER_ARN}$`, 'm'));
      expect(output).toMatch(/^ {2}unsigned call {2}refused with 403$/m);
      expect(output).toMatch(/^ {2}customer {7}SMOKE-dev /m);
    },
  );

  test('a stage whose callers bring a JWT passes with one, and says where it is missing', async () => {
    const lets = { token: 'eyJ.a.b' };
    const { run, close } = await deployed(lets, LONG_LIVED, { API_TOKEN: lets.token });
    const passed = await run('--stage', 'dev');
    close();
    expect(passed).toMatchObject({ code: 0 });
    const without = await deployed(lets);
    const { code, output } = await without.run('--stage', 'dev');
    without.close();
    expect(output).toContain('with a JWT API_TOKEN must have a valid one');
    expect(code).toBe(1);
  });

  test('whoever may not call the API is told which right is missing', async () => {
    const { run, close } = await deployed(LONG_LIVED, { ...LONG_LIVED, secretAccessKey: 'x' });
    const { code, output } = await run('--stage', 'dev');
    close();
    expect(output).toContain('these credentials need execute-api:Invoke');
    expect(code).toBe(1);
  });

  test('an API that answers anybody fails the test', async () => {
    const { run, close } = await deployed('anybody');
    const { code, output } = await run('--stage', 'dev');
    close();
    expect(output).toContain('A call that is not signed is answered');
    expect(code).toBe(1);
  });

  test('a stage that is not deployed is status 2, with what to look at', async () => {
    const { run, close } = await deployed(LONG_LIVED);
    const { code, output } = await run('--stage', 'prod');
    close();
    expect(output).toContain('There is no stack moment-balances-prod in us-east-1');
    expect(code).toBe(2);
  });
});

/** CloudFormation, of which only this is asked. */
async function startStacks(apiUrl: string) {
  const server = createServer(async (incoming, response) => {
    let asked = '';
    for await (const chunk of incoming) asked += chunk;
    const isThere = new URLSearchParams(asked).get('StackName') === 'moment-balances-dev';
    response.writeHead(isThere ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(isThere ? described(apiUrl) : MISSING);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

const MISSING = `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>
  <Message>Stack with id moment-balances-prod does not exist</Message></Error></ErrorResponse>`;

function described(apiUrl: string): string {
  const told = [
    'MomentApiKeySecret',
    'SigningKeysSecret',
    'TableName',
    'QueueUrl',
    'DeadLetterQueueUrl',
  ];
  const outputs = [
    ...told.map((name) => [name, merchant.stack.output(name)]),
    ['ApiUrl', apiUrl],
    ['WebhookUrl', `${apiUrl}/webhooks/moment`],
  ].map(
    ([name, value]) =>
      `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member>
    <StackName>moment-balances-dev</StackName><Outputs>${outputs.join('')}</Outputs>
    </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

/** As a hand would, beside our code. */
async function changeBalance(by: number): Promise<void> {
  const { stack } = merchant;
  const { body } = await request('GET', `${stack.apiUrl}/customers/SMOKE-local`);
  const client = new DynamoDBClient(localClientConfig(stack.endpoints.dynamodb));
  await DynamoDBDocumentClient.from(client).send(
    new UpdateCommand({
      TableName: stack.output('TableName'),
      Key: headKey(String(body['id'])),
      UpdateExpression: 'ADD balance :by',
      ExpressionAttributeValues: { ':by': by },
    }),
  );
  client.destroy();
}
