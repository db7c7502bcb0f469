import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployed, startDeployed } from './deployed.ts';
import { faultsIn } from './log-records.ts';
import { type Played, play } from './play.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await startDeployed();
});
afterAll(() => deployed.close());

/** Frames that name a bundle, for want of a source map. */
const unmapped = ({ outcome, lines }: Played) =>
  [JSON.stringify(outcome), ...lines].flatMap(
    (text) => text.match(/[^"( ]*\/index\.js:\d+/g) ?? [],
  );

const without = (id: string, ...variables: readonly string[]) => {
  const found = deployed.function(id);
  const kept = Object.entries(found.environment).filter(([name]) => !variables.includes(name));
  return { ...found, environment: Object.fromEntries(kept) };
};

const withTable = (id: string, TABLE_NAME: string) => {
  const found = deployed.function(id);
  return { ...found, environment: { ...found.environment, TABLE_NAME } };
};

test('a variable that is missing is told when the bundle loads, by the lines of its sources', async () => {
  expect(deployed.functions).toHaveLength(readdirSync('functions').length);
  // What describes the API needs to be told nothing.
  for (const { id } of deployed.functions.filter((one) => !one.id.includes('DescribeApi'))) {
    const played = await play(without(id, 'TABLE_NAME', 'QUEUE_URL'));
    expect(played.outcome, id).toMatchObject({
      kind: 'init error',
      document: {
        errorType: 'ServiceError',
        errorMessage: expect.stringMatching(/environment is wrong: (TABLE_NAME|QUEUE_URL) /),
        trace: expect.arrayContaining([
          expect.stringMatching(/shared\/lambda\/read-env\.ts:\d+:\d+/),
          expect.stringMatching(/functions\/[\w-]+\/main\.ts:\d+:\d+/),
        ]),
      },
    });
    // What Node may print as it dies is no record of ours, and is mapped too.
    expect(unmapped(played)).toEqual([]);
  }
});

test('what a function throws is told by the lines of its sources', async () => {
  const played = await play(withTable('Sweep', 'none'));
  expect(played.outcome).toMatchObject({
    kind: 'error',
    document: {
      errorType: 'AccessDeniedException',
      errorMessage: expect.any(String),
      trace: expect.arrayContaining([expect.stringMatching(/shared\/aws\/[\w-]+\.ts:\d+:\d+/)]),
    },
  });
  expect(unmapped(played)).toEqual([]);
  expect(faultsIn(played.lines)).toEqual([]);
});

test('behind the HTTP API it is a problem without a word of the inside, and a record with its lines', async () => {
  const played = await play(withTable('CustomersGetCustomer', 'none'));
  const { outcome, lines } = played;
  const answer = outcome.kind === 'answer' ? JSON.parse(outcome.json) : undefined;
  expect(answer).toMatchObject({ statusCode: 500 });
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'internal' });
  expect(answer.body).not.toMatch(/ResourceNotFound|AccessDenied/);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'ERROR', error: { stack: expect.stringMatching(/shared\/aws\/[\w-]+\.ts:\d+:\d+/) } },
  ]);
  expect(unmapped(played)).toEqual([]);
  expect(faultsIn(lines)).toEqual([]);
});

test('a bundle without its source map would be seen', async () => {
  const removeMap = (taskRoot: string) => rmSync(join(taskRoot, 'index.js.map'));
  for (const found of [without('Sweep', 'TABLE_NAME'), withTable('Sweep', 'none')]) {
    expect(unmapped(await play(found, {}, removeMap)).length).toBeGreaterThan(0);
  }
});
