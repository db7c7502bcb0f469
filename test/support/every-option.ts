import { parseConfig, type StageConfig } from '#infra/config.ts';

/** A stage that leaves no option at its default. */
export const EVERY_OPTION: StageConfig = parseConfig({
  momentApiUrl: 'https://moment.example.com',
  ebpLinkTemplate: 'https://pay.example.com/?ref={external_reference}',
  toleranceSeconds: 240,
  auth: {
    kind: 'jwt',
    issuer: 'https://login.example.com/',
    audience: ['moment-balances'],
    scopes: { read: ['balances/read'], write: ['balances/write'] },
  },
  domain: {
    name: 'balances.example.com',
    awsAddress: 'off',
    mutualTls: {
      truststoreUri: 's3://moment-balances-truststore/ca.pem',
      truststoreVersion: '3sL4kqtJlcpXroDTDmJ',
    },
    certificateArn:
      'arn:aws:acm:af-south-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
  },
  webhookPath: {
    segments: ['Vq3mX8yTn0bRkJ5sWcLd7uHf2pGzAe9i', 'a4YkPz7NcQ1tVxS8mWbJ0rLhD6gUeF3o'],
    withoutSegment: 'off',
  },
  webhookSources: ['192.0.2.0/24', '2001:db8::/32'],
  webhookThrottle: { requestsPerSecond: 50, burst: 100 },
  merchantThrottle: { requestsPerSecond: 10, burst: 20 },
  logRetentionDays: 90,
  traces: true,
  tableEncryption: 'customer-managed',
  removable: true,
  backup: {
    every: 'week',
    retentionDays: 365,
    vaultLock: 'compliance',
    lockedDays: 90,
    copyTo: 'arn:aws:backup:eu-west-1:444455556666:backup-vault:ledgers',
  },
  restoredTable: 'moment-balances-prod-restored',
  reconcile: { batchSize: 500, windowSeconds: 60, concurrencyMax: 1000 },
  tellings: 'application_only',
  momentLowers: 'yes',
  alarmTopicArn: 'arn:aws:sns:af-south-1:111122223333:alarms',
  sweepMinutes: 60,
  zone: 'Africa/Johannesburg',
  reservedConcurrency: { webhook: 20, reconcile: 1000 },
  anchors: { mode: 'compliance', retentionDays: 3650 },
  events: { kind: 'eventbridge', bus: 'payments' },
  uploads: {
    keptDays: 90,
    customers: { reference: 'member', metadata: ['plan'], leaveOut: ['notes'], callingCode: '27' },
    accounts: { metadata: [], leaveOut: [], delimiter: ';' },
    bills: { metadata: [], leaveOut: [], encoding: 'windows-1252' },
  },
} satisfies Required<StageConfig>);
