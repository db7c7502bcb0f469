import { Duration, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { SweepEnv } from '#functions/sweep/env.ts';
import type { StageConfig } from '#infra/config.ts';
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
    ledger.grantUses(sweep, 'sweep');
    secrets.grantReading(sweep, secrets.apiKey);
    this.#schedule(sweep, config.sweepMinutes);
    this.function = sweep;
  }

  #schedule(sweep: IFunction, minutes: number): void {
    // No retries: the next sweep does the same work.
    const target = new LambdaInvoke(sweep, { retryAttempts: 0, role: this.#invokerOf(sweep) });
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.minutes(minutes)),
      target,
    });
  }

  /** The CDK's own would also invoke every version of the function. */
  #invokerOf({ functionArn }: IFunction): IRole {
    const { account } = Stack.of(this);
    const group = { service: 'scheduler', resource: 'schedule-group', resourceName: 'default' };
    const ofThisAccount = {
      'aws:SourceAccount': account,
      'aws:SourceArn': Stack.of(this).formatArn(group),
    };
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: ofThisAccount },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
    );
    return role.withoutPolicyUpdates();
  }
}
