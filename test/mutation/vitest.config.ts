import { defineConfig } from 'vitest/config';

/** The fast tests of what Stryker mutates: they run some hundred times. */
export default defineConfig({
  test: {
    // On a busy machine a slow test would pass for a failing one.
    testTimeout: 60_000,
    include: [
      'test/unit/shared/{ledger,models,use-cases}/**/*.test.ts',
      'test/unit/shared/files/report/*.test.ts',
      'test/unit/shared/moment/{signature,wire}/*.test.ts',
      'test/unit/shared/moment/api/moment-transport.test.ts',
      'test/unit/shared/aws/{busy-table,cancellation}.test.ts',
      'test/unit/functions/*.test.ts',
    ],
  },
});
