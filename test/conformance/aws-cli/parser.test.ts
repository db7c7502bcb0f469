import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import {
  AWS_PRELUDE,
  BLOCKS,
  IN_SENTENCES,
  isParsedAlone,
  namesOf,
  titleOf,
} from '#test/conformance/aws-cli/documents.ts';
import { Shell } from '#test/conformance/aws-cli/shell.ts';

const shell = new Shell();
afterAll(() => shell.close());

const NOBODY_LISTENS = {
  AWS_REGION: 'af-south-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_MAX_ATTEMPTS: '1',
};

const UUID = randomUUID();
const VARIABLES =
  'TABLE=ledger OLD=old STAGE=prod KEY=arn API_KEY=a SIGNING_KEYS=b ANCHORS=c REPORTS=d DAY=2026-11-28 DLQ=http://127.0.0.1:1/dead ' +
  'QUEUE=http://127.0.0.1:1/queue ' +
  `MAPPING=${UUID} ` +
  'POINT=arn WHO=somebody KEY_ID=AKIDOFSOMEBODYWHO ROLE=role TOPIC_ARN=arn:aws:sns:a';
/** What is not the AWS CLI, or stands in the first block of all. */
const AROUND =
  'npm() { :; }; npx() { :; }; logs() { :; }; output() { echo "$1"; }; named() { echo "$1"; }';
/** So that what comes after a call is called too. */
const GOING_ON = `sleep() { :; }; aws() { command aws "$@" || echo ${UUID}; }`;

/** Nobody listens: a command with options must come so far as to find that out, a name alone must be known. */
function parse(command: string) {
  const isName = !command.includes(' --');
  const filledIn = command.replace(' UUID ', ` ${randomUUID()} `);
  const script = isName ? `${command} --generate-cli-skeleton` : filledIn;
  return shell.run(`${VARIABLES}\n${script}`, NOBODY_LISTENS);
}

test('the documents have blocks and sentences with commands of AWS', () => {
  expect(BLOCKS.length).toBeGreaterThan(10);
  expect(IN_SENTENCES.length).toBeGreaterThan(3);
  expect(AWS_PRELUDE.path).toBe('docs/operations.md');
});

test.each(IN_SENTENCES)('the AWS CLI knows `%s`', async (command) => {
  const { output } = await parse(command);
  expect(output).toMatch(/^\{|Could not connect to the endpoint URL/);
});

test('the AWS CLI knows both commands of the function that asks the logs', async () => {
  const [logs = ''] = /^logs\(\) \{[\s\S]*?\}$/m.exec(AWS_PRELUDE.text) ?? [];
  const script = `${VARIABLES}\n${GOING_ON}\n${logs}\nlogs 'fields @message' 2`;
  const { output, failed } = await shell.run(script, NOBODY_LISTENS);
  expect(failed).toHaveLength(2);
  expect(output.match(/Could not connect to the endpoint URL/g)).toHaveLength(2);
});

test.each(BLOCKS.filter(isParsedAlone).map((block) => [titleOf(block), block.text] as const))(
  'the AWS CLI knows the commands of %s',
  async (_, text) => {
    const script = `${VARIABLES}\n${AROUND}\n${GOING_ON}\n${text}`;
    const { output, failed } = await shell.run(script, NOBODY_LISTENS, 'typed\n');
    expect(failed.length).toBeGreaterThanOrEqual(namesOf(text).length);
    expect(output.match(/Could not connect to the endpoint URL/g)).toHaveLength(failed.length);
  },
);

test.each([
  ['an operation that does not exist', 'aws sqs begin-message-move-task'],
  ['an option that does not exist', 'aws dynamodb delete-table --table-name a --for-good'],
  ['an option that is missing', 'aws lambda update-event-source-mapping --enabled'],
  ['a value that does not fit', 'aws dynamodb get-item --table-name a --key 1'],
])('the AWS CLI would refuse %s', async (_, command) => {
  expect(await parse(command)).toMatchObject({ code: 252, failed: [expect.any(String)] });
});
