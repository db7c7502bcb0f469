import { findActor } from '#commands/kit/actor.ts';
import { authoriseFor } from '#commands/kit/authorise.ts';
import { findDeployment } from '#commands/kit/deployment.ts';
import { explain } from '#commands/kit/explain.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { createStackApi } from '#commands/kit/stack-api.ts';
import { stopOnSignal } from '#commands/kit/stop-on-signal.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { exportFiles } from './export-files.ts';
import { type ExportOptions, readOptions } from './options.ts';
import { ReadApi } from './read-api.ts';
import { USAGE } from './usage.ts';

const NOT_WHOLE = 1;
const COULD_NOT = 2;
const NEEDED_RIGHTS =
  'cloudformation:DescribeStacks, as in infra/policies/operator.json, and execute-api:Invoke, as in reader.json';

const stop = stopOnSignal();
try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') stdout.lines(USAGE);
  else await run(options);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') {
    // Whoever reads it has read enough.
    process.exitCode = COULD_NOT;
  } else if (stop.aborted) {
    stderr.line('Stopped. A file that was not whole yet is not there');
    process.exitCode = COULD_NOT;
  } else if (error instanceof Wrong) {
    stderr.line(`  WRONG          ${error.message}`);
    stderr.line(`  what to do     ${error.todo}`);
    process.exitCode = NOT_WHOLE;
  } else {
    stderr.lines(explain(error, { usage: USAGE, needs: NEEDED_RIGHTS }));
    process.exitCode = COULD_NOT;
  }
}

async function run(options: ExportOptions): Promise<void> {
  const deployment = await findDeployment(options.deployment);
  stderr.line(`From ${deployment.name}, as ${await findActor(deployment.source)}`);
  const authorise = authoriseFor(deployment, process.env['API_TOKEN']);
  const isWhole = await exportFiles(options, {
    api: new ReadApi(createStackApi({ ...deployment, authorise }), stop),
    print: stderr,
    now: new Date().toISOString(),
  });
  if (!isWhole) process.exitCode = NOT_WHOLE;
}
