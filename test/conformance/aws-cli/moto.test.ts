import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import {
  AWS_PRELUDE,
  BLOCKS,
  isParsedAlone,
  LOCAL_PRELUDE,
  runsLocally,
  titleOf,
} from '#test/conformance/aws-cli/documents.ts';
import { Shell } from '#test/conformance/aws-cli/shell.ts';
import { pythonTool } from '#test/conformance/set-up/python-tools.ts';
import { startMotoServer } from '#test/support/moto-server.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { connect } from '#test/support/stores.ts';
import { ledgerTable, templateOf } from '#test/support/template.ts';

const REGION = 'af-south-1';
const STACK = 'moment-balances-prod';
const BUCKET = 'moment-balances-anchors';
const REPORTS = 'moment-balances-reports';
const ON_AWS = BLOCKS.filter(
  (block) =>
    block !== LOCAL_PRELUDE &&
    block !== AWS_PRELUDE &&
    !runsLocally(block) &&
    !isParsedAlone(block),
);
/** What is not the AWS CLI. */
const STUBS = [
  ...['npx', 'curl'].map((name) => `${name}() { :; }`),
  // It reads what is piped to it, and else nothing of what is typed.
  'npm() { case "$*" in *"--keys -"*) cat >/dev/null;; esac; }',
].join('\n');
/** moto asks for the names of log groups beside the query: parser.test.ts looks at what `logs` calls. */
const WITHOUT_LOGS = `${AWS_PRELUDE.text}\nlogs() { :; }`;
const SECRETS = { MomentApiKeySecret: 'sk_test_typed', SigningKeysSecret: 'whsec_typed' };

const shell = new Shell();
let moto: RunningServer;
let secrets: SecretsManagerClient;
beforeAll(async () => {
  moto = await startMotoServer(pythonTool('moto_server'));
  secrets = new SecretsManagerClient({ ...localClientConfig(moto.endpoint), region: REGION });
  await deployInstead();
});
afterAll(async () => {
  shell.close();
  secrets.destroy();
  await moto.close();
});

const run = (script: string) =>
  shell.run(
    `${STUBS}\n${script}`,
    { AWS_ENDPOINT_URL: moto.endpoint, AWS_REGION: REGION },
    `${Object.values(SECRETS).join('\n')}\n`,
  );

test.each(ON_AWS.map((block) => [titleOf(block), block] as const))(
  'in place of AWS, moto takes %s',
  async (_, block) => {
    const { code, output, failed } = await run(`${WITHOUT_LOGS}\n${block.text}`);
    expect({ code, failed }, output).toEqual({ code: 0, failed: [] });
  },
);

test('what is typed as the secrets is in them', async () => {
  for (const [SecretId, typed] of Object.entries(SECRETS)) {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    expect(SecretString).toContain(typed);
  }
});

test('an output that the stack does not have, and a stack that is not there, would be seen', async () => {
  const tables = (output: string) => `${WITHOUT_LOGS}
aws dynamodb describe-table --table-name "$(output ${output})" --query Table.TableName --output text`;
  expect(await run(tables('TableName'))).toMatchObject({ code: 0, output: STACK });
  expect((await run(tables('NoSuchOutput'))).failed).toHaveLength(1);
  const elsewhere = tables('TableName').replaceAll('moment-balances-', 'other-');
  expect((await run(elsewhere)).failed.length).toBeGreaterThan(0);
});

/** moto has no GlobalTable and no HTTP API by CloudFormation: what the documents ask for is made apart. */
async function deployInstead(): Promise<void> {
  const config = { ...localClientConfig(moto.endpoint), region: REGION };
  const documents = connect(moto.endpoint, (client) => {
    client.config.region = async () => REGION;
  });
  await documents.send(
    new CreateTableCommand({ ...ledgerTable(STACK), DeletionProtectionEnabled: true }),
  );
  documents.destroy();
  for (const Name of Object.keys(SECRETS)) {
    await secrets.send(new CreateSecretCommand({ Name, SecretString: '{}' }));
  }
  const sqs = new SQSClient(config);
  const create = async (name: string) => {
    const command = new CreateQueueCommand({ QueueName: `${STACK}-ReconciliationEvents${name}` });
    return (await sqs.send(command)).QueueUrl ?? '';
  };
  const known: Record<string, string> = {
    TableName: STACK,
    QueueUrl: await create('Queue'),
    DeadLetterQueueUrl: await create('DeadLetters'),
    MomentApiKeySecret: 'MomentApiKeySecret',
    SigningKeysSecret: 'SigningKeysSecret',
    AnchorsBucketName: BUCKET,
    ReportsBucketName: REPORTS,
    UploadsBucketName: REPORTS,
    UploadsDeadLetterQueueUrl: await create('UploadsDeadLetters'),
  };
  sqs.destroy();
  const names = Object.keys(templateOf({ uploads: {} }).toJSON()['Outputs']);
  const template = {
    Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    Outputs: Object.fromEntries(names.map((name) => [name, { Value: known[name] ?? name }])),
  };
  const { code, output } = await run(`
aws cloudformation create-stack --stack-name ${STACK} --template-body '${JSON.stringify(template)}'
aws s3api create-bucket --bucket ${BUCKET} --create-bucket-configuration LocationConstraint=${REGION}
aws s3api create-bucket --bucket ${REPORTS} --create-bucket-configuration LocationConstraint=${REGION}
aws apigatewayv2 create-domain-name --domain-name balances.example.com`);
  expect(code, output).toBe(0);
}
