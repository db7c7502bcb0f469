import { Duration, Stack } from 'aws-cdk-lib';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { SweepEnv } from '#functions/sweep/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { acknowledge } from './acknowledge.ts';
import { momentEnv, settlingEnv, tableEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
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
    ledger.grantCommands(sweep);
    secrets.apiKey.grantRead(sweep);
    this.#schedule(sweep, config.sweepMinutes);
    this.function = sweep;
  }

  #schedule(sweep: IFunction, minutes: number): void {
    // No retries: the next sweep does the same work.
    const target = new LambdaInvoke(sweep, { retryAttempts: 0 });
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.minutes(minutes)),
      target,
    });
    const stack = Stack.of(this);
    const function_ = stack.getLogicalId(sweep.node.defaultChild as CfnFunction);
    acknowledge(
      stack,
      `AwsSolutions-IAM5[Resource::<${function_}.Arn>:*]`,
      'The scheduler may invoke every version of this one function',
    );
  }
}
