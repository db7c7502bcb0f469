import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  BackupPlan,
  BackupPlanRule,
  BackupResource,
  BackupVault,
  type IBackupVault,
  type LockConfiguration,
} from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BackupConfig } from '#infra/backup.ts';
import { acknowledge } from './acknowledge.ts';
import type { LedgerTable } from './ledger-table.ts';
import { deploymentId } from './moment-secrets.ts';
import { notice } from './notice.ts';

export interface BackupsProps {
  readonly backup: BackupConfig;
  readonly ledger: LedgerTable;
}

/** In compliance mode the lock can be taken off for so long after the deployment: the least that AWS lets be. */
const LOCK_CHANGEABLE_DAYS = 3;
/** UTC. A backup of DynamoDB takes nothing of the table's throughput, so that any hour will do. */
const AT = { hour: '2', minute: '0' };

/**
 * The ledger, copied whole on a schedule into a vault that outlives table, stack and whoever deletes them. It is
 * encrypted with the key of AWS Backup, which nobody can delete; the table's key may be gone.
 */
export class Backups extends Construct {
  readonly vault: IBackupVault;
  /** The other account's, where there is one. */
  readonly copies: IBackupVault | undefined;

  constructor(scope: Construct, id: string, { backup, ledger }: BackupsProps) {
    super(scope, id);
    this.vault = new BackupVault(this, 'Vault', {
      // A vault stays, and so does its name: a stack that is made anew needs another one.
      backupVaultName: `${Stack.of(this).stackName}-${deploymentId(this)}`,
      lockConfiguration: lockOf(backup),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.copies =
      backup.copyTo === undefined
        ? undefined
        : BackupVault.fromBackupVaultArn(this, 'OtherVault', backup.copyTo);
    const plan = new BackupPlan(this, 'Plan', { backupVault: this.vault });
    plan.addRule(this.#rule(backup));
    plan.addSelection('Ledger', {
      resources: [BackupResource.fromArn(ledger.table.tableArn)],
      role: this.#role(ledger),
    });
    if (backup.vaultLock === 'compliance') {
      notice(
        this,
        'ComplianceLock',
        `${LOCK_CHANGEABLE_DAYS} days after this deployment nobody can take the vault lock off, AWS included: docs/deploy.md#backups`,
      );
    }
  }

  #rule({ every, retentionDays }: BackupConfig): BackupPlanRule {
    const deleteAfter = Duration.days(retentionDays);
    return new BackupPlanRule({
      ruleName: `every-${every}`,
      scheduleExpression: Schedule.cron(every === 'day' ? AT : { ...AT, weekDay: 'SUN' }),
      deleteAfter,
      ...(this.copies && {
        copyActions: [{ destinationBackupVault: this.copies, deleteAfter }],
      }),
    });
  }

  #role(ledger: LedgerTable): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSBackupServiceRolePolicyForBackup'),
      ],
    });
    acknowledge(
      role,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
      'What AWS Backup needs changes with AWS Backup; the selection names one table, and nobody else assumes the role',
    );
    ledger.grantDecryption(role);
    return role;
  }
}

function lockOf({ vaultLock, lockedDays }: BackupConfig): LockConfiguration {
  return {
    minRetention: Duration.days(lockedDays),
    ...(vaultLock === 'compliance' && { changeableFor: Duration.days(LOCK_CHANGEABLE_DAYS) }),
  };
}
