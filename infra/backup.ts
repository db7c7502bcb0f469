import * as z from 'zod';

const DAYS_MAX = 3650;
const RETENTION_DAYS = 35;
const LOCKED_DAYS = 30;
/** Two weeks' backups: with one alone, a single job that fails leaves none. */
const WEEKLY_RETENTION_DAYS_MIN = 14;

const Days = z.int().min(1).max(DAYS_MAX);

const Settings = z.strictObject({
  every: z.enum(['never', 'day', 'week']).default('day'),
  /** @default 35 */
  retentionDays: Days.optional(),
  /**
   * `governance`: whoever may change the vault can take the lock off. `compliance`: nobody can, neither you nor
   * AWS, from `LOCK_CHANGEABLE_DAYS` after the deployment on; until the last backup has expired it costs.
   *
   * @default `governance`
   */
  vaultLock: z.enum(['governance', 'compliance']).optional(),
  /** The vault takes no backup that expires sooner. In compliance mode this can never be made less. @default 30 */
  lockedDays: Days.optional(),
  /** A vault of another account of your organization, in this region or another. */
  copyTo: z
    .string()
    .regex(
      /^arn:[\w-]+:backup:[\w-]+:\d{12}:backup-vault:[\w-]{2,50}$/,
      'must be the ARN of a vault, such as arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME',
    )
    .optional(),
});

/** By AWS Backup, into a vault with a lock. */
export const Backup = Settings.superRefine(({ every, ...settings }, context) => {
  if (every !== 'never') return;
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    context.addIssue({
      code: 'custom',
      path: [name],
      message:
        "does nothing where every is 'never', and nothing is backed up: leave it out, or set every: 'day'",
    });
  }
})
  .transform(withDefaults)
  .refine((backup) => backup.every === 'never' || backup.lockedDays <= backup.retentionDays, {
    path: ['lockedDays'],
    error: 'A vault takes no backup that expires before its lock lets it: at most retentionDays',
  })
  .refine(
    (backup) => backup.every !== 'week' || backup.retentionDays >= WEEKLY_RETENTION_DAYS_MIN,
    {
      path: ['retentionDays'],
      error: `Of weekly backups, one that fails would leave none: at least ${WEEKLY_RETENTION_DAYS_MIN}, or every: 'day'`,
    },
  );
/** Of a stage that has backups. */
export type BackupConfig = Exclude<z.infer<typeof Backup>, { every: 'never' }>;

function withDefaults({ every, copyTo, ...settings }: z.infer<typeof Settings>) {
  if (every === 'never') return { every };
  return {
    every,
    retentionDays: settings.retentionDays ?? RETENTION_DAYS,
    vaultLock: settings.vaultLock ?? ('governance' as const),
    lockedDays: settings.lockedDays ?? LOCKED_DAYS,
    ...(copyTo !== undefined && { copyTo }),
  };
}
