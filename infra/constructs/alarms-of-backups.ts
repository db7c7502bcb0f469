import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRows } from './alarm-row.ts';
import type { Backups } from './backups.ts';
import { sumOf } from './sum-of.ts';

/** @param backups of a stage that makes none, there is nothing to watch */
export function alarmsOfBackups(backups: Backups | undefined): AlarmRows {
  if (!backups) return {};
  const { vault, copies } = backups;
  const watched = [
    jobsOf(vault.backupVaultName, 'NumberOfBackupJobsFailed'),
    jobsOf(vault.backupVaultName, 'NumberOfBackupJobsAborted'),
    // Under which of the two vaults a copy is counted is not documented.
    ...(copies ? [vault, copies] : []).map((each) =>
      jobsOf(each.backupVaultName, 'NumberOfCopyJobsFailed'),
    ),
  ].map((metric, index) => [`m${index}`, metric] as const);
  return {
    Backup: {
      says: 'The ledger was not backed up, or its backup was not copied to the other account',
      metric: sumOf(Object.fromEntries(watched), {
        label: 'backups that failed',
        period: Duration.hours(1),
      }),
    },
  };
}

/** AWS Backup Developer Guide, AWS Backup metrics with Amazon CloudWatch. */
function jobsOf(vaultName: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/Backup',
    metricName,
    dimensionsMap: { BackupVaultName: vaultName },
    statistic: 'Sum',
  });
}
