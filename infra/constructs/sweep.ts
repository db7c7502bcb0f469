import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { SweepEnv } from '#functions/sweep/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { momentEnv, settlingEnv, tableEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
import { schedule } from './schedule.ts';
import { ServiceFunction } from './service-function.ts';

export interface SweepProps {
  readonly config: StageConfig;
  readonly ledger: LedgerTable;
  readonly secrets: MomentSecrets;
}

/** Finishes what crashes and races left open, every few minutes. */
export class Sweep extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, { config, ledger, secrets }: SweepProps) {
    super(scope, id);
    const sweep = new ServiceFunction(this, 'Function', {
      folder: 'sweep',
      description: 'Finishes abandoned creations and applies what waited',
      timeout: Duration.minutes(5),
      memoryMiB: 512,
      config,
      environment: {
        ...tableEnv(ledger),
        ...settlingEnv(config),
        ...momentEnv(config, secrets),
      } satisfies Record<keyof SweepEnv, string>,
    });
    ledger.grantUses(sweep, 'sweep');
    secrets.grantReading(sweep, secrets.apiKey);
    schedule(this, sweep, Duration.minutes(config.sweepMinutes));
    this.function = sweep;
  }
}
