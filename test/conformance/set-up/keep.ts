import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEPT = join(import.meta.dirname, '../../../.conformance');
const TELL_EVERY_MS = 10_000;
const HASH_LENGTH = 12;

/** Something that the judges need and `npm ci` does not bring. */
export type Step = {
  /** Of its folder; with `-` and a hash behind it. */
  readonly name: string;
  /** For whoever waits: what is installed, and about how long it takes. */
  readonly says: string;
  /** All that it is made from: another text is another folder. */
  madeFrom(): string;
  make(folder: string): Promise<void>;
};

type Options = { readonly parent?: string; readonly tell?: (line: string) => void };

/** Makes it, unless it was made from the same before. */
export async function keep(
  step: Step,
  { parent = KEPT, tell = (line) => console.error(`conformance: ${line}`) }: Options = {},
): Promise<void> {
  const folder = folderOf(step, parent);
  const made = join(folder, 'made');
  if (existsSync(made)) return;
  for (const earlier of globSync(`${step.name}-*`, { cwd: parent })) {
    rmSync(join(parent, earlier), { recursive: true, force: true });
  }
  mkdirSync(folder, { recursive: true });
  tell(`installing ${step.says}`);
  const since = Date.now();
  const seconds = () => `${Math.round((Date.now() - since) / 1000)} s`;
  const telling = setInterval(
    () => tell(`still installing ${step.name}, ${seconds()}`),
    TELL_EVERY_MS,
  );
  try {
    await step.make(folder);
  } finally {
    clearInterval(telling);
  }
  writeFileSync(made, '');
  tell(`${step.name} is installed, ${seconds()}`);
}

export function folderOf({ name, madeFrom }: Step, parent: string = KEPT): string {
  const hash = createHash('sha256').update(madeFrom()).digest('hex').slice(0, HASH_LENGTH);
  return join(parent, `${name}-${hash}`);
}

/** @throws Error with all that it printed */
export async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}\nended with ${code}:\n${output}`);
}
