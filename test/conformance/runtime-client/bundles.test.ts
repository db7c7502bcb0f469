import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { taskRootWith } from '#test/support/runner/task-root.ts';
import { type Deployed, startDeployed } from './deployed.ts';
import { faultsIn } from './log-records.ts';
import { type Played, play } from './play.ts';

/** What each function answers to its event of `test/fixtures/sam`, in the order in which they are asked. */
const ANSWERS = {
  ReconciliationWebhook370F4F03: { statusCode: 401 },
  ReconciliationReconcileA7BB53F8: { batchItemFailures: [] },
  CustomersCreateCustomerD08D1F46: { statusCode: 201 },
  CustomersGetCustomerB2027478: { statusCode: 200 },
  // Before what presents a balance: what is presented of another balance is a new one.
  CustomersChangeBalance570F0D74: { statusCode: 201 },
  CustomersPresentBalance3627754E: { statusCode: 201 },
  CustomersListPaymentRequests87C5FC2D: { statusCode: 200 },
  CustomersListEntries9E4007DB: { statusCode: 200 },
  CustomersListExceptions681DA85E: { statusCode: 200 },
  CustomersReadStatement12F8CDF5: { statusCode: 200 },
  CustomersReadReports9DBF55BD: { statusCode: 200 },
  // What the consumer held.
  CustomersResolveExceptionB2419BBF: { statusCode: 201 },
  CustomersDescribeApiE8DF6571: { statusCode: 200 },
  SweepFunctionA7728703: null,
  PushFunctionB3378B30: null,
  AnchorsFunction06999315: null,
  ReportsFunction758139BC: null,
  UploadsImportEAB6F112: { batchItemFailures: [] },
} as const;

let deployed: Deployed;
const played = new Map<string, Played>();
beforeAll(async () => {
  deployed = await startDeployed();
  for (const id of Object.keys(ANSWERS)) played.set(id, await play(deployed.function(id)));
});
afterAll(() => deployed.close());

test('every function of the template is asked', () => {
  expect(deployed.functions.map(({ id }) => id).toSorted()).toEqual(
    Object.keys(ANSWERS).toSorted(),
  );
  expect(Object.keys(ANSWERS)).toHaveLength(readdirSync('functions').length);
});

describe.each(Object.entries(ANSWERS))('%s', (id, expected) => {
  test('loads in a folder without package.json, and answers its event', () => {
    const { outcome, lines } = played.get(id) ?? {};
    expect(outcome, lines?.join('\n')).toMatchObject({ kind: 'answer' });
    const answer = outcome?.kind === 'answer' ? JSON.parse(outcome.json) : undefined;
    if (expected === null) expect(answer).toBeNull();
    else expect(answer).toMatchObject(expected);
  });

  test('writes nothing but records that CloudWatch understands', () => {
    expect(faultsIn(played.get(id)?.lines ?? [])).toEqual([]);
  });
});

test('asked once more, AWS’s client and our own runner answer the same', async () => {
  for (const id of Object.keys(ANSWERS)) {
    const { outcome } = await play(deployed.function(id));
    const ours = await deployed.merchant.stack.invoke(id, deployed.function(id).fixture);
    expect(outcome, id).toEqual({ kind: 'answer', json: JSON.stringify(ours) });
  }
});

test('metrics are written by each function that counts; what the webhook refuses, its log line counts', () => {
  const counting = [...played].filter(([, { lines }]) =>
    lines.some((each) => each.includes('_aws')),
  );
  expect(counting.map(([id]) => id)).toEqual([
    'ReconciliationReconcileA7BB53F8',
    'SweepFunctionA7728703',
    'PushFunctionB3378B30',
    'AnchorsFunction06999315',
    'ReportsFunction758139BC',
  ]);
});

test('a bundle that needs a package.json answers beside one, and is refused where Lambda has none', async () => {
  const files = {
    'index.js': "const answer = require('#answer'); exports.handler = async () => answer;",
    'answer.js': 'module.exports = 1;',
  };
  const manifest = JSON.stringify({ imports: { '#answer': './answer.js' } });
  const asset = taskRootWith(files);
  onTestFinished(asset.remove);
  const planted = { ...deployed.function('Sweep'), asset: asset.path };
  const beside = (taskRoot: string) => writeFileSync(join(taskRoot, 'package.json'), manifest);
  expect(await play(planted, {}, beside)).toMatchObject({ outcome: { kind: 'answer', json: '1' } });
  expect(await play(planted)).toMatchObject({
    outcome: { kind: 'init error', document: { errorType: 'Runtime.ImportModuleError' } },
  });
});
