import type { PartialStrykerOptions } from '@stryker-mutator/api/core';

/**
 * What only reads, and moves nothing: all of it together would take CI longer than it has. Whoever changes one of them
 * runs it (CONTRIBUTING.md).
 */
const READERS = [
  'shared/ledger/{statement,ageing,summary}/*.ts',
  'shared/ledger/exceptions/{history-of,needs-a-person,proposals,rank-candidates,see-exception,why-gone}.ts',
  'shared/use-cases/{statements,reports}/*.ts',
  'shared/use-cases/exceptions/{find-candidates,look-at-exception,page-of-exceptions}.ts',
];

/**
 * Changes the code that decides about money, one small change at a time, and asks whether a test notices.
 * Every change must be noticed, those of messages too: they name the mistake and the next step. The few that
 * make no difference are marked where they are, each with its reason.
 */
export default {
  mutate: [
    'shared/ledger/**/*.ts',
    'shared/moment/signature/*.ts',
    'shared/moment/wire/moment-event.ts',
    'shared/moment/api/moment-transport.ts',
    'shared/use-cases/**/*.ts',
    'functions/reconcile/handler.ts',
    'shared/models/{money,exact-json,entry,evidence,chain,decimal-amount,import-row}.ts',
    'shared/aws/{busy-table,cancellation}.ts',
    'shared/files/report/*.ts',
    ...READERS.map((path) => `!${path}`),
  ],
  thresholds: { high: 100, low: 100, break: 100 },
  // Left out: what runs at import, as a constant does. Each such change takes every test: a sixth of the changes
  // would be nine tenths of the time.
  ignoreStatic: true,
  testRunner: 'vitest',
  // All tests of the list take part, also where Vite sees no import between test and code.
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // No change makes a loop endless. On a busy machine a shorter time would pass for a failing test.
  timeoutMS: 60_000,
  reporters: process.stdout.isTTY ? ['progress', 'clear-text'] : ['clear-text'],
  clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false },
  tempDirName: '.stryker/sandbox',
  incrementalFile: '.stryker/incremental.json',
  ignorePatterns: [
    '/.stryker',
    '/.conformance',
    '/test/conformance',
    '/cdk.out',
    '/.data',
    '/docs',
    '/infra',
  ],
  // Stryker would rewrite paths in tsconfig.json, by an API that TypeScript 7 does not have; nothing needs it.
  tsconfigFile: 'none',
} satisfies PartialStrykerOptions;
