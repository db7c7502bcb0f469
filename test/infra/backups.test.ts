import { App } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseConfig, readStage } from '#infra/config.ts';
import { MomentBalancesStack } from '#infra/stack.ts';
import { EVERY_OPTION } from '#test/support/every-option.ts';
import { templateOf } from '#test/support/template.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Resource = Record<string, any>;

const COPY_TO = 'arn:aws:backup:eu-west-1:444455556666:backup-vault:ledgers';
const WORTH_KEEPING = ['AWS::Logs::LogGroup', 'AWS::SQS::Queue'];
const KEPT = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

let prod: Template;
let dev: Template;
beforeAll(() => {
  prod = templateOf(readStage('prod').config);
  dev = templateOf(readStage('dev').config);
});

const all = (template: Template, type: string): Resource[] =>
  Object.values(template.findResources(type));
const ruleOf = (template: Template): Resource => {
  const [plan] = all(template, 'AWS::Backup::BackupPlan');
  const [rule, ...others] = plan?.['Properties'].BackupPlan.BackupPlanRule ?? [];
  expect(others).toEqual([]);
  return rule;
};
/** A deployment from nothing has another name, whatever stayed of the one before. */
const hasUuid = (name: unknown) => JSON.stringify(name).includes('AWS::StackId');

describe('the stack of prod', () => {
  test('cannot be deleted before somebody says so, and that of dev can', () => {
    const isProtected = (stage: string) =>
      new MomentBalancesStack(
        new App({ context: { 'aws:cdk:bundling-stacks': [] } }),
        'moment-balances-test',
        { config: readStage(stage).config },
      ).terminationProtection;
    expect([isProtected('prod'), isProtected('dev')]).toEqual([true, false]);
  });

  test.each(WORTH_KEEPING)(
    'leaves each %s, but for what a failed first deployment made',
    (type) => {
      expect(all(prod, type).length).toBeGreaterThan(1);
      for (const resource of all(prod, type)) expect(resource).toMatchObject(KEPT);
      for (const { DeletionPolicy } of all(dev, type)) expect(DeletionPolicy).toBe('Delete');
    },
  );

  test('can be made anew beside what it left: no name that stays is of the stack alone', () => {
    const names = [...WORTH_KEEPING, 'AWS::Backup::BackupVault', 'AWS::SecretsManager::Secret']
      .flatMap((type) => all(prod, type))
      .flatMap(({ Properties: p }) => p.QueueName ?? p.LogGroupName ?? p.BackupVaultName ?? p.Name);
    const given = names.filter((name) => name !== undefined);
    expect(given).toHaveLength(4);
    expect(given.filter((name) => !hasUuid(name))).toEqual([]);
  });
});

describe('the backups of a stage', () => {
  test('are one copy of the table a day, kept for 35 days, unless it says otherwise', () => {
    expect(ruleOf(prod)).toMatchObject({
      ScheduleExpression: 'cron(0 2 * * ? *)',
      Lifecycle: { DeleteAfterDays: 35 },
      TargetBackupVault: {
        'Fn::GetAtt': [expect.stringMatching(/^BackupsVault/), expect.anything()],
      },
    });
    expect(ruleOf(prod)['CopyActions']).toBeUndefined();
    const weekly = templateOf({ backup: { every: 'week', retentionDays: 90 } });
    expect(ruleOf(weekly)).toMatchObject({
      ScheduleExpression: 'cron(0 2 ? * SUN *)',
      Lifecycle: { DeleteAfterDays: 90 },
    });
  });

  test('are of the table in use, and of nothing else', () => {
    const selected = (template: Template) =>
      all(template, 'AWS::Backup::BackupSelection').map(
        ({ Properties }) => Properties.BackupSelection.Resources,
      );
    expect(selected(prod)).toEqual([[{ 'Fn::GetAtt': ['LedgerTable', 'Arn'] }]]);
    expect(JSON.stringify(selected(templateOf({ restoredTable: 'restored' })))).toContain(
      ':table/restored',
    );
  });

  test('lie in a locked vault that outlives the stack, under the key that nobody can delete', () => {
    prod.hasResource('AWS::Backup::BackupVault', {
      ...KEPT,
      Properties: {
        LockConfiguration: { MinRetentionDays: 30 },
        EncryptionKeyArn: Match.absent(),
      },
    });
  });

  test('can be locked for good, three days after the deployment', () => {
    templateOf({
      backup: { vaultLock: 'compliance', lockedDays: 7, retentionDays: 7 },
    }).hasResource('AWS::Backup::BackupVault', {
      Properties: { LockConfiguration: { MinRetentionDays: 7, ChangeableForDays: 3 } },
    });
    const [vault] = all(prod, 'AWS::Backup::BackupVault');
    expect(vault?.['Properties'].LockConfiguration.ChangeableForDays).toBeUndefined();
  });

  test('are copied to the vault of another account where one is named, for as long', () => {
    const copied = templateOf({ backup: { copyTo: COPY_TO, retentionDays: 60 } });
    expect(ruleOf(copied)['CopyActions']).toEqual([
      { DestinationBackupVaultArn: COPY_TO, Lifecycle: { DeleteAfterDays: 60 } },
    ]);
  });

  test('are made by a role that AWS Backup alone takes, and that may decrypt with the key of the table', () => {
    const [[id, role] = ['', {}]] = Object.entries(prod.findResources('AWS::IAM::Role')).filter(
      ([name]) => name.startsWith('BackupsRole'),
    );
    expect(role['Properties'].AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'backup.amazonaws.com' },
      },
    ]);
    prod.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: id }],
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: 'kms:Decrypt', Effect: 'Allow' })],
      },
    });
  });

  test('are none where it says so', () => {
    for (const type of ['BackupVault', 'BackupPlan', 'BackupSelection']) {
      dev.resourceCountIs(`AWS::Backup::${type}`, 0);
    }
  });
});

describe('a backup that fails', () => {
  const watched = (template: Template) =>
    all(template, 'AWS::CloudWatch::Alarm')
      .map(({ Properties }) => Properties)
      .filter(({ AlarmDescription }) => AlarmDescription.endsWith('#alarm-backup'))
      .flatMap(({ Metrics }) => Metrics)
      .flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);

  test('is an alarm, of the vault of this stage', () => {
    const [vault] = Object.keys(prod.findResources('AWS::Backup::BackupVault'));
    expect(watched(prod)).toEqual(
      ['NumberOfBackupJobsFailed', 'NumberOfBackupJobsAborted'].map((MetricName) => ({
        MetricName,
        Namespace: 'AWS/Backup',
        Dimensions: [
          { Name: 'BackupVaultName', Value: { 'Fn::GetAtt': [vault, 'BackupVaultName'] } },
        ],
      })),
    );
    expect(watched(dev)).toEqual([]);
  });

  test('is one too where it is the copy, under either vault', () => {
    const copies = watched(templateOf(EVERY_OPTION)).filter(
      ({ MetricName }) => MetricName === 'NumberOfCopyJobsFailed',
    );
    expect(copies).toHaveLength(2);
    expect(JSON.stringify(copies)).toContain('"Value":"ledgers"');
  });
});

test.each([
  [{ retentionDays: 29 }, 'lockedDays'],
  [{ retentionDays: 0 }, 'retentionDays'],
  [{ copyTo: 'arn:aws:s3:::ledgers' }, 'copyTo'],
  [{ vaultLock: 'none' }, 'vaultLock'],
  [{ every: 'hour' }, 'every'],
  [{ every: 'week', retentionDays: 13, lockedDays: 7 }, 'retentionDays'],
  [{ every: 'never', copyTo: COPY_TO }, 'copyTo'],
  [{ every: 'never', vaultLock: 'compliance' }, 'vaultLock'],
  [{ every: 'never', retentionDays: 60 }, 'retentionDays'],
  [{ every: 'never', lockedDays: 7 }, 'lockedDays'],
])('backup: %j is refused, by the name of what is wrong', (backup, name) => {
  expect(() => parseConfig({ backup })).toThrow(`backup.${name}`);
});

test('of a setting without backups it is said that it does nothing, and what would', () => {
  const parse = () => parseConfig({ backup: { every: 'never', retentionDays: 60 } });
  expect(parse).toThrow("does nothing where every is 'never'");
  expect(parse).toThrow("leave it out, or set every: 'day'");
});

test('backups of each week are kept for two of them at least', () => {
  const weekly = { every: 'week', retentionDays: 14, lockedDays: 14 } as const;
  expect(parseConfig({ backup: weekly }).backup).toMatchObject(weekly);
});

test('what was read of a stage is read again as the same', () => {
  for (const backup of [{ every: 'never' }, {}, { every: 'week', copyTo: COPY_TO }] as const) {
    const { backup: once } = parseConfig({ backup });
    expect(parseConfig({ backup: once }).backup).toEqual(once);
  }
});

describe('a stage that was restored to another table', () => {
  const restored = () =>
    templateOf({ restoredTable: 'restored', tableEncryption: 'customer-managed' });

  test('has it in its functions, its rights and its output, and not the one that it made', () => {
    const template = restored();
    const functions = all(template, 'AWS::Lambda::Function').filter(
      ({ Properties }) => 'TABLE_NAME' in Properties.Environment.Variables,
    );
    expect(functions.length).toBeGreaterThan(5);
    for (const { Properties } of functions) {
      expect(Properties.Environment.Variables.TABLE_NAME).toBe('restored');
    }
    expect(template.toJSON()['Outputs'].TableName.Value).toBe('restored');
    const rights = JSON.stringify(all(template, 'AWS::IAM::Policy'));
    expect(rights).toContain(':table/restored');
    for (const index of ['statement', 'attention', 'reference']) {
      expect(rights).toContain(`:table/restored/index/${index}`);
    }
    expect(rights).not.toContain('LedgerTable');
  });

  test('keeps the table that it made, as it was, with its key', () => {
    const template = restored();
    expect(all(template, 'AWS::DynamoDB::GlobalTable')).toEqual(
      all(templateOf({ tableEncryption: 'customer-managed' }), 'AWS::DynamoDB::GlobalTable'),
    );
    template.resourceCountIs('AWS::KMS::Key', 1);
    expect(JSON.stringify(all(template, 'AWS::IAM::Policy'))).toContain('kms:Decrypt');
  });

  test.each(['', 'a', 'a/b', 'arn:aws:dynamodb:af-south-1:111122223333:table/a'])(
    'is named by a name, and %j is none',
    (restoredTable) => {
      expect(() => parseConfig({ restoredTable })).toThrow('restoredTable');
    },
  );
});
