import { findActor } from '#commands/kit/actor.ts';
import { authoriseFor } from '#commands/kit/authorise.ts';
import { findDeployment } from '#commands/kit/deployment.ts';
import { explain } from '#commands/kit/explain.ts';
import { type LedgerSource, openLedgerSource } from '#commands/kit/ledger-source.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { createStackApi } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { verifyLedger } from '#commands/verify/verify-ledger.ts';
import { DynamoDbLedgerReader } from '#shared/aws/dynamodb-ledger-reader.ts';
import { createQueueDepth } from '#shared/aws/sqs-queue-depth.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { readOptions, type SmokeOptions, USAGE } from './options.ts';
import { smoke } from './smoke.ts';

const COULD_NOT_TELL = 2;
const NEEDED_RIGHTS =
  'cloudformation:DescribeStacks, secretsmanager:GetSecretValue, execute-api:Invoke, sqs:GetQueueAttributes and, to verify, dynamodb:Scan, DescribeTable, GetItem and Query';

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) stdout.lines(USAGE);
  else await run(options);
} catch (error) {
  if (error instanceof Wrong) {
    stderr.line(`  WRONG          ${error.message}`);
    stderr.line(`  what to do     ${error.todo}`);
    process.exitCode = 1;
  } else {
    stderr.lines(explain(error, { usage: USAGE, needs: NEEDED_RIGHTS }));
    process.exitCode = COULD_NOT_TELL;
  }
}

async function run(options: SmokeOptions): Promise<void> {
  const deployment = await findDeployment(options.deployment);
  const actor = await findActor(deployment.source);
  const source = await openLedgerSource(deployment.source);
  const queue = source.queue && createQueueDepth(source.queue.connection, source.queue);
  if (!queue) throw new Error('The queue of the deliveries is not known: start `npm start` again');
  stdout.line(`Smoke test of ${deployment.name}, as ${actor}`);
  try {
    await smoke(options, {
      ...deployment,
      actor,
      api: createStackApi({
        ...deployment,
        authorise: authoriseFor(deployment, process.env['API_TOKEN']),
      }),
      queue: queue.depth,
      verify: () => verify(source),
      clock: systemClock,
      runId: systemRandomness.uuid().replaceAll('-', ''),
      onStep: (name, fact) => stdout.line(`  ${name.padEnd(15)}${fact}`),
    });
    stdout.line('All is well');
  } finally {
    queue.close();
    source.client.destroy();
    await source.close();
  }
}

async function verify({ client, table, indexLagMs }: LedgerSource) {
  const reader = new DynamoDbLedgerReader(client, table);
  const verdict = await verifyLedger({ reader, clock: systemClock, indexLagMs });
  if (!verdict) throw new Error('The ledger was not read to its end');
  return { breachCount: verdict.breachCount, entries: verdict.totals.entries };
}
