import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { findActor } from '#commands/kit/actor.ts';
import { authoriseFor } from '#commands/kit/authorise.ts';
import { confirm } from '#commands/kit/confirm.ts';
import { type Deployment, findDeployment } from '#commands/kit/deployment.ts';
import { explain } from '#commands/kit/explain.ts';
import { openLedgerSource } from '#commands/kit/ledger-source.ts';
import { openFile, refusalInWords } from '#commands/kit/open-file.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { createStackApi } from '#commands/kit/stack-api.ts';
import { stopOnSignal } from '#commands/kit/stop-on-signal.ts';
import { UsageError } from '#commands/kit/usage.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { documentsOver } from '#shared/aws/document-client.ts';
import { DynamoDbChanges } from '#shared/aws/dynamodb-changes.ts';
import { DynamoDbEntriesOfPayments } from '#shared/aws/dynamodb-entries-of-payments.ts';
import { DynamoDbExceptions } from '#shared/aws/dynamodb-exceptions.ts';
import { FileRefused } from '#shared/files/read/file-refused.ts';
import { type Report, readReport } from '#shared/files/report/read-report.ts';
import { systemClock as clock, systemRandomness as randomness } from '#shared/lambda/system.ts';
import type { Finding } from '#shared/ledger/reconciling/finding.ts';
import { reconcileReport } from '#shared/ledger/reconciling/reconcile-report.ts';
import { visibleText } from '#shared/models/visible-text.ts';
import { HttpPaymentReferences } from '#shared/moment/api/http-payment-references.ts';
import { MomentTransport } from '#shared/moment/api/moment-transport.ts';
import type { MomentApiKey } from '#shared/ports/moment.ts';
import { findEntered } from '#shared/use-cases/reconciling/find-entered.ts';
import { enterRefunds } from './enter-refunds.ts';
import { writeFindings } from './findings-csv.ts';
import { type ReconcileOptions, readOptions, USAGE } from './options.ts';
import { CANNOT, runReconcile } from './run-reconcile.ts';

const OWNERS_ALONE = 0o600;
const NAME_LENGTH_MAX = 200;
const NEEDED_RIGHTS =
  'cloudformation:DescribeStacks, dynamodb:GetItem, BatchGetItem and Query; where the report names no payments, secretsmanager:GetSecretValue; and to enter something, execute-api:Invoke';

try {
  const options = readOptions(process.argv.slice(2));
  if (options) process.exitCode = await reconcile(options);
  else stdout.lines(USAGE);
} catch (error) {
  if (error instanceof FileRefused) stderr.line(refusalInWords(error));
  else stderr.lines(explain(error, { usage: USAGE, needs: NEEDED_RIGHTS }));
  if (error instanceof Wrong) stderr.line(error.todo);
  process.exitCode = CANNOT;
}

async function reconcile(options: ReconcileOptions): Promise<number> {
  const { file, csv } = options;
  if (csv !== undefined && existsSync(csv)) {
    throw new UsageError(`${csv} is there already: name another --csv, or remove it`);
  }
  const report = await readReport(await openFile(file), options.report);
  const deployment = await findDeployment(options.deployment);
  const actor = await findActor(deployment.source);
  stderr.line(`${basename(file)} beside ${deployment.name}, as ${actor}`);
  const stop = stopOnSignal();
  const period = options.period ?? report.period;
  const authorise = authoriseFor(deployment, process.env['API_TOKEN']);
  const api = createStackApi({ ...deployment, authorise });
  const note = visibleText(basename(file)).slice(0, NAME_LENGTH_MAX);
  const isAsked = process.stdin.isTTY && process.stderr.isTTY;
  const { status, findings } = await runReconcile(
    report,
    { ...options, period },
    {
      print: stdout,
      find: () => findIn(deployment, report, { ...options, period }),
      enter: (planned) => enterRefunds(planned, { api, clock, note, stop }),
      ask: isAsked
        ? (question) => confirm(question, process.stdin, process.stderr, stop)
        : undefined,
    },
  );
  if (csv !== undefined) {
    const how = { flag: 'wx', mode: OWNERS_ALONE } as const;
    writeFileSync(csv, writeFindings(findings, report.problems), how);
  }
  return status;
}

async function findIn(
  deployment: Deployment,
  { rows }: Report,
  { period, momentUrl }: ReconcileOptions,
): Promise<readonly Finding[]> {
  if (rows.length === 0) return [];
  const { client, table, close } = await openLedgerSource(deployment.source);
  const documents = documentsOver(client);
  const transport = new MomentTransport({
    baseUrl: deployment.sandboxUrl ?? momentUrl,
    apiKey: keptKey(() => deployment.readApiKey()),
    clock,
    randomness,
  });
  try {
    const entered = await findEntered(rows, period, {
      entries: new DynamoDbEntriesOfPayments(documents, table),
      exceptions: new DynamoDbExceptions(documents, table),
      changes: new DynamoDbChanges(documents, table),
      references: new HttpPaymentReferences(transport, clock),
      clock,
    });
    return reconcileReport(rows, entered, period);
  } finally {
    client.destroy();
    await close();
  }
}

/** Read once, and again where Moment refuses it. */
function keptKey(readKey: () => Promise<string>): MomentApiKey {
  let kept: Promise<string> | undefined;
  return {
    read: async (how) => {
      if (how === 'anew') kept = undefined;
      kept ??= readKey();
      return kept;
    },
  };
}
