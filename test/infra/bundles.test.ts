import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { synthesise } from '#local/synth.ts';

type SourceMap = { readonly sources: readonly string[]; readonly sourcesContent?: unknown };

let bundles: { readonly name: string; readonly map: SourceMap }[];
beforeAll(async () => {
  const assembly = await synthesise(process.env);
  bundles = readdirSync(assembly)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => JSON.parse(readFileSync(join(assembly, name, 'index.js.map'), 'utf8')))
    .map((map: SourceMap) => ({ name: nameOf(map), map }));
}, 60_000);

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
  const commands = ['create-customer', 'present-balance', 'sweep'];
  expect(bundlesWith('@aws-sdk/client-sqs')).toEqual(['webhook']);
  expect(bundlesWith('@aws-sdk/client-secrets-manager')).toEqual([...commands, 'webhook']);
  expect(bundlesWith('@aws-sdk/client-dynamodb')).toEqual(
    ['get-customer', 'list-entries', 'reconcile', ...commands].toSorted(),
  );
});
