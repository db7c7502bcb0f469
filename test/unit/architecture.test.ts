import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const LINES_MAX = 200;
const TOP_FOLDERS = [
  'infra',
  'functions',
  'shared',
  'emulator',
  'local',
  'commands',
  'test',
  'bench',
];

type Source = { readonly path: string; readonly text: string; readonly imports: readonly Import[] };
/** What a file imports: a path from the root, or the name of a package. */
type Import = { readonly target: string; readonly typeOnly: boolean };

/** Who may import what, beside what lies in its own folder. The first line whose `from` matches counts. */
const WALLS: readonly { readonly from: RegExp; readonly may: RegExp }[] = [
  {
    from: /^(functions\/[^/]+|commands\/[^/]+|local|infra|bench(\/peer\/[^/]+)?)\/main\.ts$/,
    may: /./,
  },
  {
    from: /^shared\/(models\/|errors\.ts)/,
    may: /^(zod\/(mini|v4\/locales\/en\.js)$|node:crypto$|shared\/(models\/|errors))/,
  },
  { from: /^shared\/moment\/wire\//, may: /^(zod\/mini$|shared\/models\/)/ },
  {
    from: /^shared\/ledger\//,
    may: /^(node:crypto$|shared\/(models\/|moment\/wire\/|ledger\/|errors))/,
  },
  { from: /^shared\/ports\//, may: /^shared\/models\// },
  {
    from: /^shared\/moment\//,
    may: /^(zod\/mini$|node:crypto$|shared\/(models\/|moment\/|ports\/|errors))/,
  },
  {
    from: /^shared\/aws\//,
    may: /^(@aws-sdk\/|@aws-lambda-powertools\/parameters|zod\/mini$|shared\/(models\/|moment\/signature\/signing-key|aws\/|ports\/|errors))/,
  },
  {
    from: /^shared\/use-cases\//,
    may: /^(zod\/mini$|shared\/(models\/|ledger\/|moment\/(wire|signature)\/|use-cases\/|ports\/|errors))/,
  },
  {
    from: /^shared\/api\//,
    may: /^(zod\/mini$|aws-lambda$|@middy\/core$|shared\/(models\/|use-cases\/|api\/|ports\/|errors))/,
  },
  {
    from: /^shared\/lambda\//,
    may: /^(zod\/mini$|node:|aws-lambda$|@middy\/core$|@aws-lambda-powertools\/|shared\/)/,
  },
  {
    from: /^functions\/[^/]+\/(handler|env)\.ts$/,
    may: /^(zod\/mini$|aws-lambda$|shared\/(models\/|ledger\/|moment\/|use-cases\/|api\/|ports\/|errors))/,
  },
  // What runs in Lambda is joined and translated there, and nothing else.
  { from: /^functions\//, may: /^$/ },
  {
    from: /^infra\//,
    may: /^(aws-cdk-lib|cdk-nag$|constructs$|zod$|node:|infra\/|functions\/[^/]+\/env\.ts)/,
  },
  {
    from: /^commands\/kit\/ledger-source\.ts$/,
    may: /^(emulator\/aws\/client-config|local\/(kept-data|running)|shared\/aws\/reader-client)/,
  },
  {
    from: /^commands\//,
    may: /^(zod$|node:|cli-progress$|commands\/kit\/|shared\/(models\/|ledger\/|use-cases\/|ports\/|errors))/,
  },
  // It runs whatever template it is given, and knows nothing of Moment or money.
  {
    from: /^emulator\//,
    may: /^(?!shared\/|functions\/|infra\/|commands\/|local\/|bench\/|test\/)/,
  },
  {
    from: /^local\/sandbox\//,
    may: /^(?!shared\/(?!models\/format-amount)|functions\/|infra\/|commands\/|emulator\/|@aws-)/,
  },
  {
    from: /^local\//,
    may: /^(?!functions\/|infra\/|commands\/|shared\/(ledger|use-cases|aws|moment|api|lambda))/,
  },
  // Somebody else's design, built of other parts: nothing of ours makes it better or worse.
  {
    from: /^bench\/peer\//,
    may: /^(?!functions\/|infra\/|local\/|emulator\/|shared\/|test\/|bench\/(?!peer\/))/,
  },
  { from: /^bench\//, may: /./ },
];

const sources = TOP_FOLDERS.flatMap(listSources).map(readSource);

test.each(sources.map((source) => [source.path, source] as const))(
  '%s imports only what its layer may',
  (path, source) => {
    const wall = WALLS.find(({ from }) => from.test(path));
    if (!wall) return expect(path).toMatch(/^test\//);
    const foreign = source.imports
      .map(({ target }) => target)
      .filter((target) => dirname(target) !== dirname(path) && !wall.may.test(target));
    return expect(foreign).toEqual([]);
  },
);

describe('nowhere', () => {
  const offenders = (breaks: (source: Source) => boolean) =>
    sources.filter(breaks).map(({ path }) => path);

  test('is a main.ts imported', () => {
    expect(
      offenders(({ imports }) => imports.some(({ target }) => target.endsWith('/main.ts'))),
    ).toEqual([]);
  });

  test('but in one place is a schema asked directly, without the options that all parsing has', () => {
    const asks = ({ path, text }: Source) =>
      /^(shared|functions)\//.test(path) &&
      path !== 'shared/models/parsing.ts' &&
      /(?<!JSON|Date)\.(safeP|p)arse(Async)?\(/.test(text);
    expect(offenders(asks)).toEqual([]);
  });

  test('but in a main.ts and in tests is the environment read', () => {
    const reads = ({ path, text }: Source) =>
      !/main\.ts$|^test\//.test(path) && text.includes('process.env');
    expect(offenders(reads)).toEqual([]);
  });

  test('does one function import another', () => {
    const folder = (path: string) => /^functions\/[^/]+/.exec(path)?.[0];
    const crosses = ({ path, imports }: Source) =>
      folder(path) !== undefined &&
      imports.some(({ target }) => folder(target) !== undefined && folder(target) !== folder(path));
    expect(offenders(crosses)).toEqual([]);
  });

  test('does infra import more of a function than the type of its environment', () => {
    const imports = ({ path, imports: all }: Source) =>
      path.startsWith('infra/') &&
      all.some(({ target, typeOnly }) => target.startsWith('functions/') && !typeOnly);
    expect(offenders(imports)).toEqual([]);
  });

  test(`is a file longer than ${LINES_MAX} lines, tables of tests aside`, () => {
    const tooLong = ({ path, text }: Source) =>
      !path.startsWith('test/') && text.split('\n').length > LINES_MAX + 1;
    expect(offenders(tooLong)).toEqual([]);
  });

  test('is a path relative to another folder', () => {
    expect(offenders(({ text }) => /from '\.\.\//.test(text))).toEqual([]);
  });

  test('is the clock or chance asked but where the system is joined', () => {
    const asks = ({ path, text }: Source) =>
      /^(shared|functions)\//.test(path) &&
      path !== 'shared/lambda/system.ts' &&
      /Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(/.test(text);
    expect(offenders(asks)).toEqual([]);
  });
});

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path));
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(/^(?:import|export) (type )?[^;]*?from '([^']+)';/gms)].map(
    ([, typeOnly, target = '']): Import => ({
      target: resolve(path, target),
      typeOnly: typeOnly !== undefined,
    }),
  );
  return { path, text, imports };
}

function resolve(path: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1);
  return target.startsWith('.') ? relative('.', join(dirname(path), target)) : target;
}
