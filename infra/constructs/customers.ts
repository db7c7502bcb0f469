import { Duration, Stack } from 'aws-cdk-lib';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { CreateCustomerEnv } from '#functions/create-customer/env.ts';
import type { GetCustomerEnv } from '#functions/get-customer/env.ts';
import type { ListEntriesEnv } from '#functions/list-entries/env.ts';
import type { PresentBalanceEnv } from '#functions/present-balance/env.ts';
import type { SweepEnv } from '#functions/sweep/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
import { ServiceFunction } from './service-function.ts';

export interface CustomersProps {
  readonly config: StageConfig;
  readonly ledger: LedgerTable;
  readonly secrets: MomentSecrets;
}

// The HTTP API gives up at 30 s.
const HTTP_COMMAND_TIMEOUT = Duration.seconds(28);
const READ_TIMEOUT = Duration.seconds(10);
// CPU comes with memory, and a cold start is all CPU.
const MEMORY_MIB = 512;

/** What a merchant does with customers, and the sweep that finishes what was left open. */
export class Customers extends Construct {
  readonly create: IFunction;
  readonly get: IFunction;
  readonly present: IFunction;
  readonly listEntries: IFunction;

  constructor(scope: Construct, id: string, { config, ledger, secrets }: CustomersProps) {
    super(scope, id);
    const { logRetentionDays, ebpLinkTemplate } = config;
    const tableEnv = { TABLE_NAME: ledger.table.tableName };
    const momentEnv = {
      ...tableEnv,
      MOMENT_API_URL: config.momentApiUrl,
      MOMENT_API_KEY_SECRET: secrets.apiKey.secretArn,
    };
    const command = (
      name: string,
      folder: string,
      description: string,
      timeout: Duration,
      environment: Record<string, string>,
    ) => {
      const fn = new ServiceFunction(this, name, {
        folder,
        description,
        timeout,
        environment,
        memoryMiB: MEMORY_MIB,
        logRetentionDays,
      });
      ledger.grantCommands(fn);
      secrets.apiKey.grantRead(fn);
      return fn;
    };
    const read = (
      name: string,
      folder: string,
      description: string,
      environment: Record<string, string>,
    ) => {
      const fn = new ServiceFunction(this, name, {
        folder,
        description,
        timeout: READ_TIMEOUT,
        environment,
        memoryMiB: MEMORY_MIB,
        logRetentionDays,
      });
      ledger.grantReading(fn);
      return fn;
    };

    this.create = command(
      'CreateCustomer',
      'create-customer',
      'Creates customers at Moment and opens their ledgers',
      HTTP_COMMAND_TIMEOUT,
      momentEnv satisfies Record<keyof CreateCustomerEnv, string>,
    );
    this.present = command(
      'PresentBalance',
      'present-balance',
      'Presents balances as Payment Requests',
      HTTP_COMMAND_TIMEOUT,
      momentEnv satisfies Record<keyof PresentBalanceEnv, string>,
    );
    this.get = read('GetCustomer', 'get-customer', 'Shows a customer with the reconciled balance', {
      ...(tableEnv satisfies Record<keyof Omit<GetCustomerEnv, 'EBP_LINK_TEMPLATE'>, string>),
      ...(ebpLinkTemplate === undefined ? {} : { EBP_LINK_TEMPLATE: ebpLinkTemplate }),
    });
    this.listEntries = read(
      'ListEntries',
      'list-entries',
      'Lists the entries of a ledger',
      tableEnv satisfies Record<keyof ListEntriesEnv, string>,
    );

    const sweep = command(
      'Sweep',
      'sweep',
      'Finishes abandoned creations and applies what waited',
      Duration.minutes(5),
      momentEnv satisfies Record<keyof SweepEnv, string>,
    );
    this.#schedule(sweep, config.sweepMinutes);
  }

  #schedule(sweep: IFunction, minutes: number): void {
    // No retries: the next sweep does the same work.
    const target = new LambdaInvoke(sweep, { retryAttempts: 0 });
    new Schedule(this, 'SweepSchedule', {
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
