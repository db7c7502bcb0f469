import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..', '..');
const BUNDLES = join(ROOT, 'node_modules/.cache/moment-balances-peer');

export type PeerFunction = 'webhook' | 'reconcile';

/**
 * Bundles a function of the peer as the documentation of Powertools has it: an ES module with source maps and
 * the shim that the X-Ray SDK needs there. @returns the folder of index.mjs
 */
export function bundlePeer(name: PeerFunction): Promise<string> {
  return bundle(join(name, 'documented'), name, 'index.mjs', {
    format: 'esm',
    sourcemap: true,
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
  });
}

const NO_TRACER = './bench/peer/no-tracer.ts';

/** The same function with all that infra/constructs/service-function.ts does for a start that takes less time. */
export function bundlePeerLikeOurs(name: PeerFunction): Promise<string> {
  return bundle(join(name, 'like-ours'), name, 'index.cjs', {
    format: 'cjs',
    sourcemap: true,
    sourcesContent: false,
    alias: {
      '@aws-sdk/credential-provider-node': './shared/aws/role-credentials.ts',
      '@aws-lambda-powertools/tracer/middleware': NO_TRACER,
      '@aws-lambda-powertools/tracer': NO_TRACER,
    },
    supported: { 'dynamic-import': false },
  });
}

async function bundle(
  folder: string,
  name: PeerFunction,
  file: string,
  options: BuildOptions,
): Promise<string> {
  const taskRoot = join(BUNDLES, folder);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [`bench/peer/${name}/main.ts`],
    outfile: join(taskRoot, file),
    bundle: true,
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'error',
    ...options,
  });
  return taskRoot;
}
