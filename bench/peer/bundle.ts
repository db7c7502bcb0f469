import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..', '..');
const BUNDLES = join(ROOT, 'node_modules/.cache/moment-balances-peer');

export type PeerFunction = 'webhook' | 'reconcile';

/** Bundles a function of the peer as infra/constructs/service-function.ts has ours bundled. @returns the module's URL */
export async function bundlePeer(name: PeerFunction): Promise<string> {
  const outfile = join(BUNDLES, name, 'index.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: [`bench/peer/${name}/main.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return pathToFileURL(outfile).href;
}
