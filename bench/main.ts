import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { SingleBar } from 'cli-progress';
import { stderr, stdout } from '#commands/kit/print.ts';
import type { Progress, Row } from './measure/row.ts';
import { toTable } from './measure/table.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { PARTS } from './parts.ts';

type Result = { readonly part: string; readonly seconds: number; readonly rows: readonly Row[] };

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) stdout.lines(USAGE);
  else await runAll(options);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (Object.getPrototypeOf(error) !== Error.prototype && !code?.startsWith('ERR_PARSE_ARGS')) {
    throw error;
  }
  stderr.lines(message);
  // A part that failed half way may have left servers running.
  process.exit(1);
}

async function runAll({ parts, quick, json }: Options): Promise<void> {
  const results: Result[] = [];
  for (const part of parts) results.push(await runPart(part, quick));
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify({ quick, ...machine(), results }, null, 2)}\n`);
    stdout.line(`Written to ${json}`);
  }
  const missed = results.flatMap(({ rows }) => rows).filter(({ reach }) => reach?.met === false);
  if (quick) stdout.line('Quick: the figures mean nothing.');
  else if (missed.length > 0) process.exitCode = 1;
}

async function runPart(name: string, quick: boolean): Promise<Result> {
  const part = PARTS[name];
  if (!part) throw new Error(`There is no part "${name}"`);
  stdout.line(`${name}: ${part.title}`);
  const startedAt = performance.now();
  const { run } = await part.load();
  const bar = new SingleBar({
    format: `  {bar} {percentage} %`,
    clearOnComplete: true,
    hideCursor: true,
  });
  const progress: Progress = (done, total) => {
    if (!bar.isActive) bar.start(total, done);
    bar.setTotal(total);
    bar.update(done);
  };
  const rows = await run({ environment: process.env, quick, progress }).finally(() => bar.stop());
  const seconds = (performance.now() - startedAt) / 1000;
  for (const line of toTable(rows)) stdout.line(`  ${line}`);
  stdout.lines(`  ${seconds.toFixed(1)} s\n`);
  return { part: name, seconds, rows };
}

function machine() {
  return {
    at: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model,
  };
}
