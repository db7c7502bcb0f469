import { installRuntimeClient } from '#test/conformance/runtime-client/install.ts';
import { AWS_CLI_IS_PACKAGED, awsCli } from './aws-cli.ts';
import { keep, type Step } from './keep.ts';
import { pythonTools, schemathesis } from './python-tools.ts';

/** In this order; a judge that needs more adds its step. */
const STEPS: readonly Step[] = [
  pythonTools,
  schemathesis,
  ...(AWS_CLI_IS_PACKAGED ? [awsCli] : []),
];

/** Vitest calls this once, before the first test. */
export default async function setUp(): Promise<void> {
  try {
    for (const step of STEPS) await keep(step);
    installRuntimeClient();
  } catch (error) {
    console.error(`\nconformance: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
