import { parseConfig, type StageConfig } from '#infra/config.ts';

/** A stage that leaves no option at its default. */
export const EVERY_OPTION: StageConfig = parseConfig({
  momentApiUrl: 'https://moment.example.com',
  ebpLinkTemplate: 'https://pay.example.com/?ref={external_reference}',
  toleranceSeconds: 240,
  auth: { kind: 'jwt', issuer: 'https://login.example.com/', audience: ['moment-balances'] },
  domain: {
    name: 'balances.example.com',
    awsAddress: 'off',
    certificateArn:
      'arn:aws:acm:af-south-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
  },
  webhookThrottle: { requestsPerSecond: 50, burst: 100 },
  merchantThrottle: { requestsPerSecond: 10, burst: 20 },
  logRetentionDays: 90,
  traces: true,
  tableEncryption: 'customer-managed',
  reconcile: { batchSize: 500, windowSeconds: 60, concurrencyMax: 1000 },
  tellings: 'application_only',
  alarmTopicArn: 'arn:aws:sns:af-south-1:111122223333:alarms',
  sweepMinutes: 60,
  anchors: { mode: 'compliance', retentionDays: 3650 },
} satisfies Required<StageConfig>);
