import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/moment-balances');
const KEPT_MAX = 5;
/** Whatever can change the template or a bundle. */
const SOURCES = [
  '{infra,functions,shared}/**/*.ts',
  '{cdk,package,package-lock,tsconfig}.json',
  'node-version.mjs',
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The cloud assembly of what the sources say now: the folder that `cdk synth` would write. One that was made from
 * the same sources is taken again.
 */
export async function synthesise(
  environment: Environment,
  onStart: () => void = () => {},
  signal?: AbortSignal,
): Promise<string> {
  const directory = join(CACHE, fingerprint());
  if (exists(directory)) {
    const now = new Date();
    utimesSync(directory, now, now);
    return directory;
  }
  onStart();
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(`${directory}.`);
  try {
    await runApp(unfinished, environment, signal);
    if (!exists(directory)) renameSync(unfinished, directory);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  dropOldest();
  return directory;
}

function fingerprint(): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of globSync(SOURCES, { cwd: ROOT }).sort()) {
    hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** As the CDK's command line runs an app: where to write, and the context of cdk.json, come in the environment. */
function runApp(
  directory: string,
  environment: Environment,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const child = spawn(process.execPath, [join(ROOT, 'infra/main.ts')], {
    cwd: ROOT,
    env: {
      ...environment,
      CDK_OUTDIR: directory,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage: 'local' }),
      // CloudFormation's rules are for who deploys; `npm run synth` and the tests of infra/ hold them.
      CDK_VALIDATION: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The stack cannot be synthesised:\n${output.trim()}`));
    });
  });
}

function dropOldest(): void {
  const newestFirst = globSync('*', { cwd: CACHE })
    .map((name) => join(CACHE, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const path of newestFirst.slice(KEPT_MAX)) rmSync(path, { recursive: true, force: true });
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
