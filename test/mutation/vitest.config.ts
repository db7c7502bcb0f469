import { defineConfig } from 'vitest/config';

/** The fast tests of what Stryker mutates: they run some hundred times. */
export default defineConfig({
  test: {
    include: [
      'test/unit/shared/*.test.ts',
      'test/unit/shared/aws/cancellation.test.ts',
      'test/unit/functions/{reconcile,webhook}.test.ts',
    ],
  },
});
