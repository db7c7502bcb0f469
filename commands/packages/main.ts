import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { explain } from '#commands/kit/explain.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { parseOptions } from '#commands/kit/usage.ts';
import { ACCEPTED } from './accepted.ts';
import { type Judgement, judgeAdvisories, judgeSignatures } from './judge.ts';

const USAGE = `npm run packages

Asks the registry of npm what is known to be wrong with the packages that are locked, and whether those that
are installed are signed as they were published. A registry that does not answer is told, and fails nothing.

Exit status: 0 if nothing is wrong or nobody answers, 1 if something is wrong, 2 if that could not be found out.`;

const ROOT = join(import.meta.dirname, '../..');
/** Each has its lock. */
const FOLDERS = ['.', 'test/conformance/runtime-client/client'];
const OUTPUT_MAX = 1 << 26;
const PATIENCE_MS = 180_000;

try {
  const { help } = parseOptions(process.argv.slice(2), { help: { type: 'boolean' } });
  if (help) stdout.lines(USAGE);
  else process.exitCode = await askAll();
} catch (error) {
  stderr.lines(explain(error, { usage: USAGE, needs: 'no rights on AWS' }));
  process.exitCode = 2;
}

async function askAll(): Promise<number> {
  const today = new Date().toISOString().slice(0, 10);
  const wrong: string[] = [];
  for (const folder of FOLDERS) {
    const printed = await npm(folder, ['audit', '--package-lock-only']);
    const accepted = folder === '.' ? ACCEPTED : [];
    wrong.push(...tell(`advisories for ${folder}`, judgeAdvisories(printed, accepted, today)));
  }
  const printed = await npm('.', ['audit', 'signatures']);
  wrong.push(...tell('signatures', judgeSignatures(printed)));
  return wrong.length === 0 ? 0 : 1;
}

function tell(what: string, judgement: Judgement): readonly string[] {
  if (judgement.kind === 'no_answer') {
    stdout.line(`${what}: NOT CHECKED, the registry does not answer: ${judgement.why}`);
    return [];
  }
  const { findings } = judgement;
  stdout.line(`${what}: ${findings.length === 0 ? 'nothing is wrong' : 'WRONG'}`);
  for (const finding of findings) stdout.line(`  ${finding}`);
  return findings;
}

/** What npm prints as JSON; that it fails is said there too. */
async function npm(folder: string, args: readonly string[]): Promise<unknown> {
  const { stdout: printed } = await promisify(execFile)(
    'npm',
    [...args, '--json', '--fetch-retries=0'],
    {
      cwd: join(ROOT, folder),
      maxBuffer: OUTPUT_MAX,
      timeout: PATIENCE_MS,
    },
  ).catch((error: { readonly stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  try {
    return JSON.parse(printed);
  } catch {
    throw new Error(`npm ${args.join(' ')} printed no JSON: ${printed}`);
  }
}
