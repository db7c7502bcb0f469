import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { PushEnv } from '#functions/push/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { loweringEnv, momentEnv, tableEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
import { schedule } from './schedule.ts';
import { ServiceFunction } from './service-function.ts';

export interface PushProps {
  readonly config: StageConfig;
  readonly ledger: LedgerTable;
  readonly secrets: MomentSecrets;
}

/** Tells Moment of balances that it does not know, every minute. */
export class Push extends Construct {
  constructor(scope: Construct, id: string, { config, ledger, secrets }: PushProps) {
    super(scope, id);
    const push = new ServiceFunction(this, 'Function', {
      folder: 'push',
      description: 'Tells Moment of balances that it has to learn of',
      // Less than the turn at an obligation takes (LEASE_MS): whoever has it next finds nobody at it.
      timeout: Duration.minutes(2),
      memoryMiB: 512,
      config,
      environment: {
        ...tableEnv(ledger),
        ...momentEnv(config, secrets),
        ...loweringEnv(config),
      } satisfies Record<keyof PushEnv, string>,
    });
    ledger.grantUses(push, 'push');
    secrets.grantReading(push, secrets.apiKey);
    schedule(this, push, Duration.minutes(1));
  }
}
