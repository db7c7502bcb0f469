import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'client');
const INSTALLED = join(FOLDER, 'node_modules/aws-lambda-ric');
/** AWS's client: npm writes the second file when it has built it. */
export const CLIENT = join(INSTALLED, 'index.mjs');
const BUILT = join(INSTALLED, 'rapid-client.node');

/** What its build calls, as Debian names the packages. */
const TOOLS = { cmake: 'cmake', 'g++': 'g++', make: 'make', python3: 'python3', xz: 'xz-utils' };

/** Installs AWS's client, which is built from source, unless the locked version is there already. */
export function installRuntimeClient(): void {
  if (isInstalled()) return;
  const obstacle = obstacleTo(process.platform, process.env['PATH']);
  if (obstacle !== undefined) throw new Error(obstacle);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    env: { ...process.env, ...headersOfThisNode() },
    stdio: 'inherit',
  });
  if (status !== 0 || !isInstalled()) {
    throw new Error(`npm ci in ${FOLDER} did not build AWS's runtime client`);
  }
}

export function isInstalled(): boolean {
  if (!existsSync(BUILT)) return false;
  const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return read(INSTALLED).version === read(FOLDER).dependencies['aws-lambda-ric'];
}

/** Why the client cannot be built here, and what to do. */
export function obstacleTo(platform: NodeJS.Platform, PATH: string | undefined) {
  if (platform !== 'linux') return 'AWS builds its runtime client on Linux alone: run this there.';
  const missing = Object.keys(TOOLS).filter(
    (tool) => spawnSync(tool, ['--version'], { env: { PATH } }).error !== undefined,
  );
  if (missing.length === 0) return undefined;
  const packages = Object.values(TOOLS).join(' ');
  return (
    `AWS's runtime client is built from source, and needs ${missing.join(', ')}. On Debian:\n` +
    `  apt-get update && apt-get install -y --no-install-recommends ${packages}`
  );
}

/** The Node of npm has its headers beside it; node-gyp would look for them at nodejs.org. */
function headersOfThisNode(): Record<string, string> {
  const directory = dirname(dirname(process.execPath));
  return existsSync(join(directory, 'include/node/node_api.h'))
    ? { npm_config_nodedir: directory }
    : {};
}

if (import.meta.main) installRuntimeClient();
