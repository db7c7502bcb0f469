import * as z from 'zod';
import { isZone } from '#shared/models/zone.ts';
import { Auth } from './auth.ts';
import { Backup } from './backup.ts';
import { Domain } from './domain.ts';
import { Events } from './events.ts';
import { Uploads } from './uploads.ts';
import { ReservedConcurrency, WebhookPath } from './way-in.ts';
import { WebhookSources } from './webhook-sources.ts';

const Throttle = z.strictObject({
  requestsPerSecond: z.int().positive(),
  burst: z.int().positive(),
});

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
  /**
   * Whether Moment lowers the balance of a customer or an account by itself when it is paid. Until it has answered:
   * `unknown`, and payments show it (docs/operations.md).
   */
  momentLowers: z.enum(['unknown', 'yes', 'no']).default('unknown'),
  /** An SNS topic that is told when an alarm begins and ends. Without it alarms only show in the console. */
  alarmTopicArn: z
    .string()
    .regex(
      /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/,
      'must be the ARN of a standard topic, such as arn:aws:sns:REGION:ACCOUNT:NAME',
    )
    .optional(),
  /** Publishes each entry, and each event that waits for a person (docs/events.md). @default nothing is published */
  events: Events.optional(),
  /** Imports each file that is put into a bucket (docs/import.md). @default there is no such bucket */
  uploads: Uploads.optional(),
  /** Where the merchant's days begin and end: an IANA name, such as Africa/Johannesburg. */
  zone: z
    .string()
    .refine(isZone, 'must be an IANA name, such as Africa/Johannesburg')
    .default('UTC'),
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

const DEV: StageSettings = {
  logRetentionDays: 7,
  removable: true,
  backup: { every: 'never' },
  anchors: { retentionDays: 1 },
};

/** Add a stage, or settings to one, here; `npx cdk deploy -c stage=prod` deploys it. */
const STAGES: Readonly<Record<string, StageSettings>> = {
  dev: DEV,
  prod: { logRetentionDays: 365, tableEncryption: 'customer-managed' },
  /** What `npm start` runs: it shows what would be published, and imports what is put into a folder. */
  local: {
    ...DEV,
    events: { kind: 'eventbridge', bus: 'local' },
    uploads: {},
    zone: 'Africa/Johannesburg',
  },
};

/** The default is `dev`: whoever forgets `-c stage=prod` must not touch production. */
export const DEFAULT_STAGE = 'dev';

/** What AWS takes in the name of a stack, and leaves room for the names of what is in it. */
const STAGE_NAME = /^[a-z][a-z0-9-]{0,20}$/;

/** @throws Error that names every wrong setting, or the stages that exist */
export function readStage(
  stage: unknown = DEFAULT_STAGE,
  stages: Readonly<Record<string, StageSettings>> = STAGES,
): { readonly stage: string; readonly config: StageConfig } {
  if (typeof stage !== 'string' || !Object.hasOwn(stages, stage)) {
    throw new Error(
      `There is no stage "${stage}"; infra/config.ts has ${Object.keys(stages).join(', ')}. Choose with -c stage=NAME`,
    );
  }
  if (!STAGE_NAME.test(stage)) {
    throw new Error(
      `infra/config.ts: Call the stage "${stage}" otherwise, since its stack has the name too: a small letter, then at most 20 small letters, digits or hyphens`,
    );
  }
  return { stage, config: parseConfig(stages[stage]) };
}

export function parseConfig(input: unknown): StageConfig {
  const parsed = StageConfig.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(`infra/config.ts:\n${z.prettifyError(parsed.error)}`);
}
