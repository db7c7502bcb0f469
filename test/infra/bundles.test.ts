import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '#infra/config.ts';
import { ServiceFunction } from '#infra/constructs/service-function.ts';
import { synthesise } from '#local/synth.ts';

type SourceMap = { readonly sources: readonly string[]; readonly sourcesContent?: unknown };

const XRAY = ['aws-xray-sdk-core', '@aws-lambda-powertools/tracer', 'shared/lambda/tracing.ts'];

let bundles: { readonly name: string; readonly map: SourceMap }[];
beforeAll(async () => {
  bundles = mapsIn(await synthesise(process.env)).map((map) => ({ name: nameOf(map), map }));
}, 60_000);

const mapsIn = (assembly: string): SourceMap[] =>
  readdirSync(assembly)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => JSON.parse(readFileSync(join(assembly, name, 'index.js.map'), 'utf8')));

const nameOf = ({ sources }: SourceMap) =>
  /functions\/([\w-]+)\/main\.ts/.exec(sources.join('\n'))?.[1] ?? '';
const bundlesWith = (part: string) =>
  bundles
    .filter(({ map }) => map.sources.some((source) => source.includes(part)))
    .map(({ name }) => name)
    .toSorted();

test('there is a bundle with a source map for each function', () => {
  expect(bundles.map(({ name }) => name).toSorted()).toEqual(readdirSync('functions').toSorted());
});

// This one is told nothing.
test.each(readdirSync('functions').filter((name) => name !== 'describe-api'))(
  'the function %s with a wrong environment says which variables are wrong, and where in its sources that is',
  async (name) => {
    const assembly = await synthesise(process.env);
    const folder = readdirSync(assembly).find(
      (each) =>
        each.startsWith('asset.') &&
        nameOf(JSON.parse(readFileSync(join(assembly, each, 'index.js.map'), 'utf8'))) === name,
    );
    // As Lambda's runtime loads it, and logs what is thrown.
    const load = 'try { require(process.argv[1]) } catch ({ stack }) { console.log(stack) }';
    const bundle = join(assembly, String(folder), 'index.js');
    const { stdout } = spawnSync(process.execPath, ['-e', load, bundle], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    expect(stdout).toMatch(/^ServiceError: The function's environment is wrong: [A-Z_]+ must be /);
    expect(stdout).toContain(`functions/${name}/main.ts:`);
    expect(stdout).not.toMatch(/index\.js:\d/);
  },
);

test('no bundle carries the search for credentials of a developer, nor the sources', () => {
  for (const package_ of [
    'credential-provider-node',
    'credential-provider-sso',
    'nested-clients',
  ]) {
    expect(bundlesWith(`@aws-sdk/${package_}`)).toEqual([]);
  }
  for (const { map } of bundles) expect(map.sourcesContent).toBeUndefined();
});

test('a bundle has the AWS clients of what its function may use, and no other', () => {
  const calling = ['create-customer', 'present-balance', 'push', 'resolve-exception', 'sweep'];
  const commands = [...calling, 'import'];
  expect(bundlesWith('@aws-sdk/client-s3')).toEqual([
    'anchor',
    'import',
    'list-exceptions',
    'read-reports',
    'report',
  ]);
  expect(bundlesWith('@aws-sdk/client-sqs')).toEqual(['import', 'reconcile', 'webhook']);
  expect(bundlesWith('@aws-sdk/client-secrets-manager')).toEqual(
    [...commands, 'reconcile', 'webhook'].toSorted(),
  );
  expect(bundlesWith('@aws-sdk/client-dynamodb')).toEqual(
    [
      'anchor',
      'change-balance',
      'get-customer',
      'list-entries',
      'list-exceptions',
      'list-payment-requests',
      'read-reports',
      'read-statement',
      'reconcile',
      'report',
      ...commands,
    ].toSorted(),
  );
});

test('the webhook starts without zod, and what describes the API has none; who decides on an event has it', () => {
  const all = bundles.map(({ name }) => name).toSorted();
  expect(bundlesWith('/zod/v4/')).toEqual(
    all.filter((name) => !['webhook', 'describe-api'].includes(name)),
  );
});

test('no bundle of a stage without traces carries what makes them', () => {
  for (const part of XRAY) expect(bundlesWith(part)).toEqual([]);
});

test('a bundle of a stage with traces does', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'traced-'));
  onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
  const app = new App({ outdir });
  new ServiceFunction(new Stack(app, 'traced'), 'Webhook', {
    folder: 'webhook',
    description: 'A function that is traced',
    timeout: Duration.seconds(1),
    memoryMiB: 512,
    config: parseConfig({ traces: true }),
    environment: {},
  });
  app.synth();
  const sources = mapsIn(outdir).flatMap((map) => map.sources);
  for (const part of XRAY) {
    expect(sources.filter((source) => source.includes(part)).length).toBeGreaterThan(0);
  }
}, 60_000);
