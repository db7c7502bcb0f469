import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';
import { biomeOverrides, refusal, wallsOf } from '#test/support/walls/restrictions.ts';
import { toSource } from '#test/support/walls/source.ts';
import { WALLS } from '#test/support/walls/walls.ts';

const BIOME = join(import.meta.dirname, '../../node_modules/.bin/biome');

const CONFIGURATION = ['biome.json', 'test/support/walls/types-only.grit'];
const OVERRIDES = 'test/support/walls/overrides.json';
const OUTPUT_MAX = 1 << 26;

type Example = {
  readonly path: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
};

type BiomeReport = {
  readonly diagnostics: readonly {
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
};

/** For each wall a file behind it, what it may import, and what it may not. */
const EXAMPLES: readonly Example[] = [
  {
    path: 'shared/models/probe.ts',
    may: ['zod/mini', '#shared/errors.ts', './money.ts'],
    mayNot: ['zod', '#shared/ledger/decide-events.ts', '../errors.ts', '#test/support/world.ts'],
  },
  {
    path: 'shared/errors.ts',
    may: [],
    mayNot: ['zod/mini', './models/money.ts', '#shared/models/money.ts'],
  },
  {
    path: 'shared/ledger/audit/probe.ts',
    may: ['node:crypto', '#shared/models/entry.ts', '#shared/ledger/outcome.ts'],
    mayNot: [
      '#shared/ports/ledger.ts',
      '#shared/aws/ledger-items.ts',
      '#shared/use-cases/once.ts',
      '#shared/moment/api/http-moment-api.ts',
      '@aws-sdk/client-dynamodb',
      'node:fs',
    ],
  },
  {
    path: 'shared/ports/probe.ts',
    may: ['#shared/models/entry.ts', './world.ts'],
    mayNot: ['#shared/ledger/outcome.ts', '#shared/aws/ledger-items.ts', 'zod/mini'],
  },
  {
    path: 'shared/moment/wire/probe.ts',
    may: ['zod/mini', '#shared/models/money.ts'],
    mayNot: ['#shared/ledger/outcome.ts', '#shared/moment/api/http-moment-api.ts', 'node:crypto'],
  },
  {
    path: 'shared/moment/api/probe.ts',
    may: ['#shared/ports/moment.ts', '#shared/moment/wire/moment-event.ts'],
    mayNot: ['#shared/use-cases/once.ts', '#shared/ledger/outcome.ts', '@aws-sdk/client-sqs'],
  },
  {
    path: 'shared/aws/probe.ts',
    may: ['@aws-sdk/client-sqs', '#shared/ports/queue.ts', './sqs-client.ts'],
    mayNot: ['#shared/ledger/outcome.ts', '#shared/use-cases/once.ts', '#functions/sweep/env.ts'],
  },
  {
    path: 'shared/use-cases/uploads/probe.ts',
    may: ['#shared/files/bulk/open-bulk.ts', '#shared/api/csv/write-csv.ts', './x.ts'],
    mayNot: ['#shared/aws/s3-uploads.ts', '#shared/api/cursor.ts', 'zod'],
  },
  {
    path: 'shared/use-cases/payments/probe.ts',
    may: ['#shared/ledger/outcome.ts', '#shared/ports/ledger.ts', '#shared/use-cases/once.ts'],
    mayNot: [
      '#shared/api/response.ts',
      '#shared/moment/api/http-moment-api.ts',
      '#shared/aws/ledger-items.ts',
      '#shared/lambda/system.ts',
      '#local/merchant.ts',
      'aws-lambda',
      '@aws-sdk/client-sqs',
    ],
  },
  {
    path: 'shared/api/probe.ts',
    may: ['aws-lambda', '#shared/use-cases/once.ts', '#shared/models/customer.ts'],
    mayNot: ['#shared/aws/ledger-items.ts', '#shared/ledger/outcome.ts', '@aws-sdk/client-sqs'],
  },
  {
    path: 'shared/files/read/probe.ts',
    may: ['csv-parse', 'node:stream', '#shared/models/money.ts', './position.ts'],
    mayNot: ['node:fs', '#shared/use-cases/once.ts', '#shared/ports/ledger.ts'],
  },
  {
    path: 'shared/lambda/probe.ts',
    may: ['@middy/core', 'node:fs/promises', '#shared/aws/document-client.ts'],
    mayNot: ['@aws-sdk/client-sqs', '#functions/sweep/handler.ts', '#infra/config.ts'],
  },
  {
    path: 'functions/webhook/main.ts',
    may: ['#shared/aws/sqs-client.ts', './handler.ts', '@aws-lambda-powertools/logger'],
    mayNot: ['#functions/sweep/handler.ts', '#infra/config.ts', '#local/keys.ts', './main.ts'],
  },
  {
    path: 'functions/webhook/handler.ts',
    may: ['aws-lambda', './env.ts', '#shared/api/response.ts', '#shared/lambda/deadline.ts'],
    mayNot: [
      './main.ts',
      '#functions/sweep/handler.ts',
      '#shared/aws/sqs-client.ts',
      '#shared/lambda/system.ts',
      '#shared/moment/api/http-moment-api.ts',
      '@aws-sdk/client-sqs',
      '#infra/config.ts',
    ],
  },
  {
    path: 'functions/webhook/env.ts',
    may: ['#shared/lambda/env-parts.ts', '#shared/models/variables.ts'],
    mayNot: ['#shared/lambda/read-env.ts', '#shared/use-cases/once.ts', 'node:fs'],
  },
  {
    path: 'functions/webhook/probe.ts',
    may: [],
    mayNot: ['zod/mini', './handler.ts', '#shared/errors.ts'],
  },
  {
    path: 'infra/constructs/probe.ts',
    may: ['aws-cdk-lib', 'aws-cdk-lib/aws-sqs', '#infra/config.ts'],
    mayNot: [
      '#functions/webhook/handler.ts',
      '#functions/webhook/env.ts',
      '#shared/models/money.ts',
      '#infra/main.ts',
      '#local/synth.ts',
    ],
  },
  {
    path: 'commands/verify/main.ts',
    may: ['#shared/aws/reader-client.ts', '#commands/kit/explain.ts', './report.ts'],
    mayNot: ['#functions/sweep/handler.ts', '#infra/config.ts', '#test/support/world.ts'],
  },
  {
    path: 'commands/kit/ledger-source.ts',
    may: ['#local/running.ts', '#shared/aws/reader-client.ts'],
    mayNot: ['#shared/aws/sqs-client.ts', '#emulator/aws/http-api.ts', '#commands/verify/main.ts'],
  },
  {
    path: 'commands/kit/actor.ts',
    may: ['node:os', '#shared/aws/caller-identity.ts', './source-options.ts'],
    mayNot: ['#shared/aws/reader-client.ts', '@aws-sdk/client-sts', 'node:fs'],
  },
  {
    path: 'commands/kit/deployment.ts',
    may: ['#shared/aws/stack-outputs.ts', './ledger-source.ts'],
    mayNot: ['#shared/aws/sqs-client.ts', '#local/running.ts', '#commands/smoke/smoke.ts'],
  },
  {
    path: 'commands/sbom/probe.ts',
    may: ['@cyclonedx/cyclonedx-library', 'zod', '#commands/kit/usage.ts', './bundles.ts'],
    mayNot: ['#shared/ledger/audit/breach.ts', '@aws-sdk/client-dynamodb', '#infra/config.ts'],
  },
  {
    path: 'commands/openapi/probe.ts',
    may: ['zod/mini', 'zod-openapi', '#shared/api/routes/routes.ts', '#shared/models/money.ts'],
    mayNot: [
      '#functions/get-customer/handler.ts',
      '#shared/use-cases/once.ts',
      'openapi-typescript',
    ],
  },
  {
    path: 'commands/openapi/client-types/probe.ts',
    may: ['openapi-typescript'],
    mayNot: ['#shared/api/routes/routes.ts', 'zod-openapi', 'node:fs'],
  },
  {
    path: 'commands/import/probe.ts',
    may: ['classic-level', '#shared/files/bulk/columns.ts', '#shared/api/csv/write-csv.ts'],
    mayNot: ['#shared/aws/reader-client.ts', '#shared/api/cursor.ts', '#commands/erase/report.ts'],
  },
  {
    path: 'commands/verify/probe.ts',
    may: [
      'cli-progress',
      '#shared/ledger/audit/breach.ts',
      '#shared/api/response-schemas.ts',
      '#commands/kit/usage.ts',
    ],
    mayNot: [
      '#shared/aws/reader-client.ts',
      '@aws-sdk/client-dynamodb',
      '#commands/another/report.ts',
      '#shared/api/response.ts',
      '#local/running.ts',
    ],
  },
  {
    path: 'emulator/dynamodb/probe.ts',
    may: ['@aws-sdk/client-dynamodb', 'dynalite/db/index.js', '#emulator/aws/listen.ts'],
    mayNot: ['#shared/models/money.ts', '#local/merchant.ts', '#functions/sweep/env.ts'],
  },
  {
    path: 'local/sandbox/probe.ts',
    may: [
      'fastify',
      '#shared/models/format-amount.ts',
      '#shared/models/visible-text.ts',
      '#emulator/http/refuse-strangers.ts',
      './ids.ts',
    ],
    mayNot: ['#shared/models/money.ts', '#emulator/aws/listen.ts', '@aws-sdk/client-sqs'],
  },
  {
    path: 'local/probe.ts',
    may: ['#emulator/aws/local-stack.ts', '#shared/models/money.ts', './sandbox/sandbox.ts'],
    mayNot: [
      '#functions/sweep/handler.ts',
      '#infra/stack.ts',
      '#shared/ledger/outcome.ts',
      '#shared/aws/ledger-items.ts',
    ],
  },
  {
    path: 'bench/peer/webhook/probe.ts',
    may: ['@aws-lambda-powertools/idempotency/dynamodb', '#bench/peer/message.ts'],
    mayNot: ['#shared/models/money.ts', '#bench/measure/row.ts', '#test/support/world.ts'],
  },
  {
    path: 'test/support/probe.ts',
    may: ['vitest', '#shared/aws/ledger-items.ts', '#test/support/world.ts'],
    mayNot: ['#test/simulation/world.ts', '#bench/measure/row.ts', '#local/main.ts'],
  },
  {
    path: 'test/unit/probe.test.ts',
    may: ['#test/simulation/world.ts', '#functions/sweep/handler.ts', '#bench/measure/row.ts'],
    mayNot: ['#functions/sweep/main.ts', '../support/world.ts', './../support/world.ts'],
  },
];

test('each wall has its example', () => {
  expect(EXAMPLES.flatMap(({ path }) => wallsOf(path))).toEqual(WALLS);
});

describe.each(EXAMPLES)('$path', ({ path, may, mayNot }) => {
  const reason = (target: string) => refusal(path, { target, typeOnly: false });

  test.each(may)('may import %s', (target) => expect(reason(target)).toBeUndefined());

  test.each(mayNot)('may not import %s', (target) => expect(reason(target)).toBeTypeOf('string'));
});

test('an import is seen in whatever way it is written', () => {
  const ways = [
    "import { a } from './a.ts';",
    "import type { B } from './b.ts';",
    "import {\n  c,\n  d,\n} from './c.ts';",
    "import './d.ts';",
    "import * as e from './e.ts';",
    "export { f } from './f.ts';",
    "export * from './g.ts';",
    "const h = await import('./h.ts');",
  ];
  const { imports } = toSource('shared/errors.ts', ways.join('\n'));
  expect(imports.map(({ target }) => target).sort()).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `./${name}.ts`),
  );
  expect(imports.filter(({ typeOnly }) => typeOnly)).toEqual([
    { target: './b.ts', typeOnly: true },
  ]);
});

test('infra may import the type of a function’s environment, and not its value', () => {
  const target = '#functions/webhook/env.ts';
  expect(refusal('infra/stack.ts', { target, typeOnly: true })).toBeUndefined();
  expect(refusal('infra/stack.ts', { target, typeOnly: false })).toMatch(/type/);
});

// After a change of the walls: npx vitest run test/unit/walls.test.ts --update
test('the overrides that Biome’s configuration extends are what the walls say', async () => {
  await expect(overrides()).toMatchFileSnapshot(`../../${OVERRIDES}`);
});

test('Biome refuses what the walls refuse and nothing else, in the editor too', () => {
  const targets = new Set(EXAMPLES.flatMap(({ may, mayNot }) => [...may, ...mayNot]));
  const lines = [...targets].flatMap((target) => [
    `import { a } from '${target}';`,
    `import type { A } from '${target}';`,
  ]);
  const { imports } = toSource('probe.ts', lines.join('\n'));
  const refused = EXAMPLES.flatMap(({ path }) =>
    imports.flatMap((each, line) => (refusal(path, each) ? [`${path}: ${lines[line]}`] : [])),
  );
  expect(refusedByBiome(lines).sort()).toEqual(refused.sort());
});

function overrides(): string {
  return `${JSON.stringify({ overrides: biomeOverrides() }, undefined, 2)}\n`;
}

/** Which of the lines Biome refuses, behind each wall. */
function refusedByBiome(lines: readonly string[]): string[] {
  const directory = temporaryDirectory();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  for (const path of CONFIGURATION) write(path, readFileSync(path, 'utf8'));
  write(OVERRIDES, overrides());
  for (const { path } of EXAMPLES) write(path, lines.join('\n'));
  const options = '--vcs-enabled=false --only=noRestrictedImports --only=plugin --reporter=json';
  const { stdout } = spawnSync(
    BIOME,
    ['lint', ...options.split(' '), '--max-diagnostics=none', ...EXAMPLES.map(({ path }) => path)],
    { cwd: directory, encoding: 'utf8', maxBuffer: OUTPUT_MAX },
  );
  const { diagnostics }: BiomeReport = JSON.parse(stdout);
  return diagnostics.map(({ location: { path, start } }) => `${path}: ${lines[start.line - 1]}`);
}
