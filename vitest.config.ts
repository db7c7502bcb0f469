import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tools from elsewhere, which `npm run conformance` installs.
    exclude: [...configDefaults.exclude, 'test/conformance/**'],
    passWithNoTests: false,
    // Files share a worker and what it has imported: the CDK, the SDK and zod take longer than most tests.
    isolate: false,
    // One more than there are cores, since the scenarios mostly wait.
    maxWorkers: availableParallelism() + 1,
    // Enough for a synthesis on a busy machine; nothing here measures time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
