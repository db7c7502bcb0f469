import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { findActor } from '#commands/kit/actor.ts';
import { type Deployment, findDeployment } from '#commands/kit/deployment.ts';
import { explain } from '#commands/kit/explain.ts';
import { openLedgerSource } from '#commands/kit/ledger-source.ts';
import { openFile, refusalInWords } from '#commands/kit/open-file.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { UsageError } from '#commands/kit/usage.ts';
import { documentsOver } from '#shared/aws/document-client.ts';
import { DynamoDbEntriesOfPayments } from '#shared/aws/dynamodb-entries-of-payments.ts';
import { DynamoDbExceptions } from '#shared/aws/dynamodb-exceptions.ts';
import { FileRefused } from '#shared/files/read/file-refused.ts';
import { type Report, readReport } from '#shared/files/report/read-report.ts';
import { systemClock as clock, systemRandomness as randomness } from '#shared/lambda/system.ts';
import { controlTotals } from '#shared/ledger/reconciling/control-totals.ts';
import { differs, type Finding } from '#shared/ledger/reconciling/finding.ts';
import { reconcileReport } from '#shared/ledger/reconciling/reconcile-report.ts';
import { HttpPaymentReferences } from '#shared/moment/api/http-payment-references.ts';
import { MomentTransport } from '#shared/moment/api/moment-transport.ts';
import type { MomentApiKey } from '#shared/ports/moment.ts';
import { findEntered } from '#shared/use-cases/reconciling/find-entered.ts';
import { writeFindings } from './findings-csv.ts';
import { type ReconcileOptions, readOptions, USAGE } from './options.ts';
import { findingLines, problemLines, totalLines } from './report.ts';

const CANNOT_BE_READ = 2;
const OWNERS_ALONE = 0o600;
const NEEDED_RIGHTS =
  'cloudformation:DescribeStacks, dynamodb:GetItem, BatchGetItem and Query and, where the report names no payments, secretsmanager:GetSecretValue';

try {
  const options = readOptions(process.argv.slice(2));
  if (options) process.exitCode = await reconcile(options);
  else stdout.lines(USAGE);
} catch (error) {
  if (error instanceof FileRefused) stderr.line(refusalInWords(error));
  else stderr.lines(explain(error, { usage: USAGE, needs: NEEDED_RIGHTS }));
  process.exitCode = CANNOT_BE_READ;
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
  const period = options.period ?? report.period;
  const findings = await findIn(deployment, report, { ...options, period });

  stdout.line(
    period
      ? `From ${period.from} to ${period.to}`
      : 'What the report covers is not known (--from, --to): nothing is told to be missing in it',
  );
  for (const line of totalLines(controlTotals(findings))) stdout.line(line);
  stdout.line('');
  for (const line of findingLines(findings)) stdout.line(line);
  if (report.repeated > 0) {
    stdout.line(`Rows that tell the same as one before them, and count once: ${report.repeated}`);
  }
  for (const line of problemLines(report.problems)) stdout.line(line);
  if (csv !== undefined) {
    const how = { flag: 'wx', mode: OWNERS_ALONE } as const;
    writeFileSync(csv, writeFindings(findings, report.problems), how);
  }
  stdout.line('');
  return tellVerdict(report, findings);
}

function tellVerdict({ problems }: Report, findings: readonly Finding[]): number {
  if (problems.length > 0) {
    stdout.line('Part of the report cannot be read: mend it, or say how it is to be read');
    return CANNOT_BE_READ;
  }
  const isApart = findings.some(differs);
  stdout.line(isApart ? 'They differ' : 'They agree');
  return isApart ? 1 : 0;
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
