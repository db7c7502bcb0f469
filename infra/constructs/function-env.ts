import type { StageConfig } from '#infra/config.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';

/** What a function that uses the ledger is told: `TableEnv` of shared/lambda/env-parts.ts. */
export function tableEnv(ledger: LedgerTable) {
  return { TABLE_NAME: ledger.table.tableName };
}

/** What a function that calls Moment is told: `MomentEnv` of shared/lambda/env-parts.ts. */
export function momentEnv(config: StageConfig, secrets: MomentSecrets) {
  return {
    MOMENT_API_URL: config.momentApiUrl,
    MOMENT_API_KEY_SECRET: secrets.apiKey.secretArn,
  };
}

/** What a function that checks signatures is told: `SigningKeysEnv` of shared/lambda/env-parts.ts. */
export function signingKeysEnv(secrets: MomentSecrets) {
  return { SIGNING_KEYS_SECRET: secrets.signingKeys.secretArn };
}

/** What a function that settles events is told: `SettlingEnv` of shared/lambda/env-parts.ts. */
export function settlingEnv(config: StageConfig) {
  return { TELLINGS: config.tellings, ...loweringEnv(config) };
}

/** What a function that decides what Moment has to learn of is told: `LoweringEnv` of shared/lambda/env-parts.ts. */
export function loweringEnv(config: StageConfig) {
  return { MOMENT_LOWERS: config.momentLowers };
}

/** What a function that tells one day from another is told: `ZoneEnv` of shared/lambda/env-parts.ts. */
export function zoneEnv(config: StageConfig) {
  return { ZONE: config.zone };
}
