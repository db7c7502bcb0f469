import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pythonTool } from '#test/conformance/set-up/python-tools.ts';

type Assertion = { readonly fullName: string; readonly status: string };
type Report = { readonly testResults: readonly { assertionResults: readonly Assertion[] }[] };

/** Where moto is not like DynamoDB, by what the test says beside the name of the engine. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'is one unit per kilobyte, of the larger of the item before and after': 'each write is one unit',
  'counts text in bytes, not in characters': 'each write is one unit',
  'includes each index row that is put, moved or removed, and no other': 'each write is one unit',
  'is summed up for a batch': 'each write is one unit',
  'is not touched by an operation that does not exist': 'it answers 500',
  'with the same token happens once': 'it does not know ClientRequestToken',
  'with the token of another one is refused': 'it does not know ClientRequestToken',
  'has at most 4 MB': 'it looks at the size of each item alone',
  'refuses an empty index key as malformed, and one of another type as a reason':
    'it does not look at the types of index keys',
  'reads several items as they are at one moment': 'it takes no projection in TransactGetItems',
};
/** moto isolates nothing that happens at once: these pass or fail by chance, and are not run. */
const AT_ONCE = [
  'by 100 updates at once',
  'is never seen half done',
  'among 500 at once',
  'that begin at once, one reserves it',
  'of many who open one id at once',
  'of two runs of one creation that open at once',
  'when a refusal and an opening meet',
  'that many post at once',
  'an event that arrives while its obligation is opened',
  'by many at once lets one through',
  'fifty refunds under fifty keys',
  'that are one refund at once',
  'of two who decide at once one is heard',
  'ten of one request under one key are done once',
];
const TESTS_MIN = 100;

let folder: string;
let assertions: readonly Assertion[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moment-balances-'));
  const report = join(folder, 'report.json');
  const names = `^(?=.*\\bmoto\\b)(?!.*(${AT_ONCE.join('|')}))`;
  const args = ['vitest', 'run', 'test/contract', '-t', names, '--testTimeout', '300000'];
  const child = spawn('npx', [...args, '--reporter=json', `--outputFile=${report}`], {
    env: { ...process.env, MOTO_SERVER: pythonTool('moto_server') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'close');
  const { testResults }: Report = JSON.parse(readFileSync(report, 'utf8'));
  assertions = testResults.flatMap(({ assertionResults }) => assertionResults);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const namesOf = (status: string) =>
  assertions.filter((each) => each.status === status).map(({ fullName }) => fullName);

test('the contracts that need no isolation hold on moto, but for its known differences', () => {
  const known = Object.keys(DIFFERENCES);
  const failed = namesOf('failed');
  expect(failed.filter((name) => !known.some((end) => name.endsWith(end)))).toEqual([]);
  expect(namesOf('passed').length).toBeGreaterThan(TESTS_MIN);
});

test('each known difference is still one', () => {
  const failed = namesOf('failed');
  const gone = Object.keys(DIFFERENCES).filter((end) => !failed.some((name) => name.endsWith(end)));
  expect(gone).toEqual([]);
});

test('each test that is not run is there', () => {
  const all = assertions.map(({ fullName }) => fullName);
  const missing = AT_ONCE.filter((part) => !all.some((name) => name.includes(part)));
  expect(missing).toEqual([]);
});
