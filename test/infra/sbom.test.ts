import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { beforeAll, describe, expect, test } from 'vitest';
import { billsOf } from '#commands/sbom/bills.ts';
import { contentsOf } from '#commands/sbom/bundle-contents.ts';
import { readBundles } from '#commands/sbom/bundles.ts';
import { synthesise } from '#local/synth.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

type Licence = { readonly license?: { readonly id?: string }; readonly expression?: string };
type Component = {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly Licence[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
};
type Bill = {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: string[] }[];
};

const FUNCTIONS = readdirSync('functions');
/** Licences under which whoever deploys may do so, and what they ask for is in the packages. */
const LICENCES = ['0BSD', 'Apache-2.0', 'MIT', 'MIT-0'];
const LOCK = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;

let assembly: string;
let bills: ReadonlyMap<string, string>;
beforeAll(async () => {
  assembly = await synthesise(process.env);
  bills = billsOf(assembly, '.');
});

const billOf = (name: string): Bill => JSON.parse(bills.get(name) ?? '');
const fullName = ({ group, name }: Component) => (group ? `${group}/${name}` : name);

/** What the source map in the bundle says, which esbuild writes apart from what the bill is made of. */
function packagesInSourceMap(name: string): string[] {
  const asset = readdirSync(assembly)
    .filter((each) => each.startsWith('asset.'))
    .map((each) => JSON.parse(readFileSync(join(assembly, each, 'index.js.map'), 'utf8')).sources)
    .find((sources: string[]) => sources.some((each) => each.endsWith(`${name}/main.ts`)));
  const folders = (asset as string[]).flatMap((source) => {
    // Relative to the folder in which the bundle was made.
    const path = relative('.', resolve(assembly, 'bundle', source));
    return /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [];
  });
  return [...new Set(folders)].map(
    (folder) => `${folder.split('node_modules/').at(-1)}@${LOCK[folder].version}`,
  );
}

describe.each(FUNCTIONS)('the bill of %s', (name) => {
  test('names each package in the bundle, in the version of the lock, and no other', () => {
    const named = billOf(name).components.map((each) => `${fullName(each)}@${each.version}`);
    expect(named.length).toBeGreaterThan(4);
    expect(named.toSorted()).toEqual(packagesInSourceMap(name).toSorted());
  });

  test('is valid by the schema of CycloneDX, strictly', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(bills.get(name) ?? '')).toBeNull();
  });

  test('tells of each a licence that may be deployed', () => {
    for (const component of billOf(name).components) {
      const [licence, ...others] = component.licenses;
      expect(others).toEqual([]);
      expect([component.purl, LICENCES]).toEqual([
        component.purl,
        expect.arrayContaining([licence?.license?.id]),
      ]);
    }
  });

  test('is of the very bundle that Lambda is given', () => {
    const { component } = billOf(name).metadata;
    expect(component.name).toBe(`moment-balances/${name}`);
    const sha256 = createHash('sha256')
      .update(readBundles(assembly).get(name) ?? '')
      .digest('hex');
    expect(component.hashes).toEqual([{ alg: 'SHA-256', content: sha256 }]);
  });

  test('leads from the function to each package by who imports it', () => {
    const { metadata, components, dependencies } = billOf(name);
    const imports = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
    const reached = new Set<string>();
    const follow = (ref: string) => {
      if (reached.has(ref)) return;
      reached.add(ref);
      for (const next of imports.get(ref) ?? []) follow(next);
    };
    follow(metadata.component['bom-ref']);
    expect(components.filter((each) => !reached.has(each['bom-ref']))).toEqual([]);
  });
});

test('there is a bill for each function', () => {
  expect([...bills.keys()].toSorted()).toEqual(FUNCTIONS.toSorted());
});

test('a bill that breaks the schema would be seen', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  const broken = (bills.get('webhook') ?? '').replace('"type": "library"', '"type": "book"');
  expect(await validator.validate(broken)).not.toBeNull();
});

test('of a bundle that is not the one esbuild told of, no bill is written', () => {
  const copy = temporaryDirectory();
  cpSync(assembly, copy, { recursive: true });
  const [first = ''] = readdirSync(copy).filter((each) => each.startsWith('asset.'));
  const path = join(copy, first, 'index.js');
  writeFileSync(path, `${readFileSync(path, 'utf8')}//`);
  expect(() => billsOf(copy, '.')).toThrow('synthesise anew');
});

test('what esbuild read and left out is in no bill, and a package within another is one of its own', () => {
  const { imports } = contentsOf({
    inputs: {
      'functions/a/main.ts': { imports: [{ path: 'node_modules/@x/y/index.js' }] },
      'node_modules/@x/y/index.js': {
        imports: [{ path: 'node_modules/@x/y/node_modules/z/z.js' }, { path: 'node:fs' }],
      },
      'node_modules/@x/y/node_modules/z/z.js': { imports: [] },
      'node_modules/unused/index.js': { imports: [] },
    },
    outputs: {
      'out/index.js.map': { bytes: 9, inputs: {} },
      'out/index.js': {
        bytes: 7,
        inputs: {
          'functions/a/main.ts': { bytesInOutput: 3 },
          'node_modules/@x/y/index.js': { bytesInOutput: 2 },
          'node_modules/@x/y/node_modules/z/z.js': { bytesInOutput: 2 },
          'node_modules/unused/index.js': { bytesInOutput: 0 },
        },
      },
    },
  });
  expect(Object.fromEntries([...imports].map(([from, to]) => [from, [...to]]))).toEqual({
    '': ['node_modules/@x/y'],
    'node_modules/@x/y': ['node_modules/@x/y/node_modules/z'],
    'node_modules/@x/y/node_modules/z': [],
  });
});
