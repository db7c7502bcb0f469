import * as z from 'zod';
import { MutualTls, ReservedConcurrency, WebhookPath, WebhookSources } from './way-in.ts';

/** API Gateway quotas: authorization scopes of a route. */
const Scopes = z.array(z.string().regex(/^\S+$/)).min(1).max(10);

const Auth = z.discriminatedUnion('kind', [
  /** Callers sign with AWS credentials (SigV4). */
  z.strictObject({ kind: z.literal('iam') }),
  /** Callers bring a token of your identity provider. */
  z.strictObject({
    kind: z.literal('jwt'),
    issuer: z.url(),
    audience: z.array(z.string().min(1)).min(1),
    /** Which scopes of a token let it read (GET), and which let it write: each route asks for one of its own. */
    scopes: z
      .strictObject(
        { read: Scopes, write: Scopes },
        {
          error:
            "Name the scopes that read and those that write, such as { read: ['balances/read'], write: ['balances/write'] }: without them whoever has any token of the issuer could do everything",
        },
      )
      .refine(({ read, write }) => read.every((scope) => !write.includes(scope)), {
        error: 'A scope for both would let whoever may read write',
      }),
  }),
]);

const Domain = z
  .strictObject({
    name: z.string().min(1),
    certificateArn: z.string().startsWith('arn:'),
    /** Moment may have the address registered that AWS gives: it is off only when somebody says so. */
    awsAddress: z.enum(['on', 'off']).default('on'),
    mutualTls: MutualTls.optional(),
  })
  .refine(({ awsAddress, mutualTls }) => !mutualTls || awsAddress === 'off', {
    path: ['mutualTls'],
    error:
      "The address that AWS gives asks nobody for a certificate: have Moment deliver to the domain, set awsAddress: 'off', and then this",
  });

const Throttle = z.strictObject({
  requestsPerSecond: z.int().positive(),
  burst: z.int().positive(),
});

const DAYS_MAX = 3650;

/** By AWS Backup, into a vault whose backups nobody deletes before their time. */
const Backup = z
  .strictObject({
    every: z.enum(['never', 'day', 'week']).default('day'),
    retentionDays: z.int().min(1).max(DAYS_MAX).default(35),
    /**
     * `governance`: whoever may change the vault can take the lock off. `compliance`: nobody can, neither you nor
     * AWS, from `LOCK_CHANGEABLE_DAYS` after the deployment on; until the last backup has expired it costs.
     */
    vaultLock: z.enum(['governance', 'compliance']).default('governance'),
    /** The vault takes no backup that expires sooner. In compliance mode this can never be made less. */
    lockedDays: z.int().min(1).max(DAYS_MAX).default(30),
    /** A vault of another account of your organization, in this region or another. */
    copyTo: z
      .string()
      .regex(/^arn:[\w-]+:backup:[\w-]+:\d{12}:backup-vault:[\w-]{2,50}$/)
      .optional(),
  })
  .refine(({ retentionDays, lockedDays }) => lockedDays <= retentionDays, {
    path: ['lockedDays'],
    error: 'A vault takes no backup that expires before its lock lets it: at most retentionDays',
  });
export type BackupConfig = z.infer<typeof Backup>;

/** Lambda API Reference, CreateEventSourceMapping, BatchSize. */
const BATCH_WITHOUT_WINDOW_MAX = 10;

/** What one deployment may choose. Everything has a default that is safe with money. */
const Settings = z.strictObject({
  /** Test and live share a host; the API key's prefix tells them apart. */
  momentApiUrl: z.url({ protocol: /^https$/ }).default('https://api.momentpay.net'),
  /** Your bill presentment page, with `{id}` or `{external_reference}` in it. */
  ebpLinkTemplate: z.string().min(1).optional(),
  /** Moment asks for three minutes (docs.momentco.io, Webhook verification). */
  toleranceSeconds: z.int().min(1).max(300).default(180),
  auth: Auth.default({ kind: 'iam' }),
  domain: Domain.optional(),
  /** @default `/webhooks/moment`, which strangers know too */
  webhookPath: WebhookPath.optional(),
  /** Who may deliver. @default everybody, whose signature is right */
  webhookSources: WebhookSources.optional(),
  /** On each of its paths. A burst of Moment's retries after an outage must not be turned away. */
  webhookThrottle: Throttle.default({ requestsPerSecond: 500, burst: 1000 }),
  merchantThrottle: Throttle.default({ requestsPerSecond: 100, burst: 200 }),
  logRetentionDays: z
    .union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)])
    .default(30),
  /** By X-Ray. A trace costs as much as eight write units; at a low rate nearly every request is traced. */
  traces: z.boolean().default(false),
  tableEncryption: z.enum(['aws-owned', 'customer-managed']).default('aws-owned'),
  /** Whether the stack may be deleted, its logs and queues with it. The table and the secrets stay in any case. */
  removable: z.boolean().default(false),
  backup: Backup.prefault({}),
  /** After a restore (docs/restore.md): the table that is used in place of the stack's own, which stays. */
  restoredTable: z
    .string()
    .regex(/^[\w.-]{3,255}$/)
    .optional(),
  reconcile: z
    .strictObject({
      batchSize: z.int().min(1).max(500).default(50),
      windowSeconds: z.int().min(0).max(60).default(1),
      /**
       * Functions at once; each works on a batch. More of them conflict more often on a busy obligation, and leave
       * less for the webhook: a new account runs ten functions at once in all.
       */
      concurrencyMax: z.int().min(2).max(1000).default(5),
    })
    .refine(
      ({ batchSize, windowSeconds }) => batchSize <= BATCH_WITHOUT_WINDOW_MAX || windowSeconds > 0,
      {
        path: ['windowSeconds'],
        error: `Lambda takes no batch of more than ${BATCH_WITHOUT_WINDOW_MAX} without a window: at least 1`,
      },
    )
    .prefault({}),
  /**
   * Which events Moment sends of a Payment Request's payment. Until Moment has answered: `both`, perhaps under two
   * payment ids, so that what may be one payment told twice waits for a person (docs/operations.md).
   */
  tellings: z.enum(['both', 'application_only']).default('both'),
  /** An SNS topic that is told when an alarm begins and ends. Without it alarms only show in the console. */
  alarmTopicArn: z
    .string()
    .regex(/^arn:[\w-]+:sns:/)
    .optional(),
  sweepMinutes: z.int().min(1).max(60).default(5),
  /** @default none: all functions of the account and region share what it may run at once */
  reservedConcurrency: ReservedConcurrency.optional(),
  /**
   * How long nobody may change or delete what was anchored. `governance`: but whoever has
   * `s3:BypassGovernanceRetention`; `compliance`: nobody, not the account's root either, so that the bucket cannot be
   * removed before, nor the days made fewer.
   */
  anchors: z
    .strictObject({
      mode: z.enum(['governance', 'compliance']).default('governance'),
      retentionDays: z.int().min(1).max(36_500).default(400),
    })
    .prefault({}),
});

export const StageConfig = Settings.refine(
  ({ reservedConcurrency, reconcile }) =>
    reconcile.concurrencyMax <= (reservedConcurrency?.reconcile ?? reconcile.concurrencyMax),
  {
    path: ['reservedConcurrency', 'reconcile'],
    error:
      'The consumer would be refused functions, and messages sent back, since reconcile.concurrencyMax is more than this',
  },
);
export type StageConfig = z.infer<typeof StageConfig>;
/** As it is written: what has a default may be left out. */
export type StageSettings = z.input<typeof StageConfig>;

/** Add a stage, or settings to one, here; `npx cdk deploy -c stage=prod` deploys it. */
const STAGES: Readonly<Record<string, StageSettings>> = {
  dev: {
    logRetentionDays: 7,
    removable: true,
    backup: { every: 'never' },
    anchors: { retentionDays: 1 },
  },
  prod: { logRetentionDays: 365, tableEncryption: 'customer-managed' },
};

/** The default is `dev`: whoever forgets `-c stage=prod` must not touch production. */
export const DEFAULT_STAGE = 'dev';

/** @throws Error that names every wrong setting, or the stages that exist */
export function readStage(stage: unknown = DEFAULT_STAGE): {
  readonly stage: string;
  readonly config: StageConfig;
} {
  const input = typeof stage === 'string' ? STAGES[stage] : undefined;
  if (typeof stage !== 'string' || !input) {
    throw new Error(
      `There is no stage "${stage}"; infra/config.ts has ${Object.keys(STAGES).join(', ')}. Choose with -c stage=NAME`,
    );
  }
  return { stage, config: parseConfig(input) };
}

export function parseConfig(input: unknown): StageConfig {
  const parsed = StageConfig.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(`infra/config.ts:\n${z.prettifyError(parsed.error)}`);
}
