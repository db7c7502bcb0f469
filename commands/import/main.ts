import { findActor } from '#commands/kit/actor.ts';
import { authoriseFor } from '#commands/kit/authorise.ts';
import { confirm } from '#commands/kit/confirm.ts';
import { findDeployment } from '#commands/kit/deployment.ts';
import { explain } from '#commands/kit/explain.ts';
import { refusalInWords } from '#commands/kit/open-file.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { createCountView } from '#commands/kit/progress.ts';
import { createStackApi } from '#commands/kit/stack-api.ts';
import { stopOnSignal } from '#commands/kit/stop-on-signal.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { FileRefused } from '#shared/files/read/file-refused.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { importInto, openImport } from './import-into.ts';
import { type ImportOptions, readOptions } from './options.ts';
import { NOT_DONE } from './run-import.ts';
import { USAGE } from './usage.ts';

const NEEDED_RIGHTS = 'cloudformation:DescribeStacks and execute-api:Invoke';

try {
  const options = readOptions(process.argv.slice(2));
  if (options) process.exitCode = await importFile(options);
  else stdout.lines(USAGE);
} catch (error) {
  process.exitCode = NOT_DONE;
  if (error instanceof FileRefused) stderr.line(refusalInWords(error));
  else if (error instanceof Wrong) stderr.lines(`${error.message}\n${error.todo}`);
  else stderr.lines(explain(error, { usage: USAGE, needs: NEEDED_RIGHTS }));
}

async function importFile(options: ImportOptions): Promise<number> {
  const file = await openImport(options);
  const deployment = await findDeployment(options.deployment);
  const actor = await findActor(deployment.source);
  const authorise = authoriseFor(deployment, process.env['API_TOKEN']);
  stderr.line(`Reading ${options.path} for ${deployment.name}, as ${actor}`);
  const stop = stopOnSignal();
  return importInto(file, options, {
    api: createStackApi({ ...deployment, authorise }),
    clock: systemClock,
    randomness: systemRandomness,
    print: stdout,
    view: (step) => createCountView(process.stderr, step, Date.now),
    stop,
    ask: process.stdin.isTTY
      ? (question) => confirm(question, process.stdin, process.stderr, stop)
      : undefined,
  });
}
