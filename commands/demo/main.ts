import { findActor } from '#commands/kit/actor.ts';
import { createApiClient } from '#commands/kit/api-client/client.ts';
import { findDeployment } from '#commands/kit/deployment.ts';
import { explain } from '#commands/kit/explain.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { createStackApi } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { PLAYS } from './models.ts';
import { type DemoOptions, readOptions, USAGE } from './options.ts';
import { Stage } from './stage.ts';

const COULD_NOT_BEGIN = 2;

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) stdout.lines(USAGE);
  else await run(options);
} catch (error) {
  if (error instanceof Wrong) {
    stderr.line(`WRONG       ${error.message}`);
    stderr.line(`what to do  ${error.todo}`);
    process.exitCode = 1;
  } else {
    stderr.lines(explain(error, { usage: USAGE, needs: 'nothing on AWS' }));
    process.exitCode = COULD_NOT_BEGIN;
  }
}

async function run({ model, port }: DemoOptions & { readonly help: false }): Promise<void> {
  const { name, apiUrl, webhookUrl, sandboxUrl, source, readApiKey } = await findDeployment({
    kind: 'running',
    port,
  });
  if (sandboxUrl === undefined) {
    throw new Error('That `npm start` is of an earlier version: start it again');
  }
  const authorization = `Bearer ${await readApiKey()}`;
  stdout.line(`Moment's ${model} model, played against ${name}, as ${await findActor(source)}`);
  await PLAYS[model](
    new Stage({
      api: createApiClient(apiUrl),
      moment: createStackApi({
        apiUrl: sandboxUrl,
        webhookUrl,
        authorise: async (request) => ({
          ...request,
          headers: { ...request.headers, authorization },
        }),
      }),
      sandboxUrl,
      clock: systemClock,
      runId: systemClock.now().toString(36).toUpperCase(),
      print: stdout.line,
    }),
  );
}
