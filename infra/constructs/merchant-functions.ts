import { Duration } from 'aws-cdk-lib';
import type { ChangeBalanceEnv } from '#functions/change-balance/env.ts';
import type { CreateCustomerEnv } from '#functions/create-customer/env.ts';
import type { GetCustomerEnv } from '#functions/get-customer/env.ts';
import type { ListEntriesEnv } from '#functions/list-entries/env.ts';
import type { ListExceptionsEnv } from '#functions/list-exceptions/env.ts';
import type { ListPaymentRequestsEnv } from '#functions/list-payment-requests/env.ts';
import type { PresentBalanceEnv } from '#functions/present-balance/env.ts';
import type { ReadReportsEnv } from '#functions/read-reports/env.ts';
import type { ReadStatementEnv } from '#functions/read-statement/env.ts';
import type { ResolveExceptionEnv } from '#functions/resolve-exception/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { momentEnv, settlingEnv, tableEnv, zoneEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
import type { ReportFolder, Reports } from './reports.ts';
import type { TableUser } from './table-uses.ts';

export interface MerchantApiProps {
  readonly config: StageConfig;
  readonly ledger: LedgerTable;
  readonly secrets: MomentSecrets;
  readonly reports: Reports;
}

export type ApiFunction = {
  /** `{kind}` stands for customers, accounts and bills: a route of each leads to the function. */
  readonly route: string;
  /** Further ones that lead to it. */
  readonly routes?: readonly string[];
  /** Of the construct: another one is another function. */
  readonly id: string;
  /** What describes the API knows no more than its bundle has. */
  readonly folder: TableUser | 'describe-api';
  readonly description: string;
  readonly timeout: Duration;
  /** A command calls Moment, with the API key; a change writes to the ledger alone. */
  readonly kind: 'command' | 'change' | 'query';
  /** What it reads of what is written down of each day. @default nothing */
  readonly readsReports?: readonly ReportFolder[];
  readonly environment: Record<string, string>;
};

// The HTTP API gives up at 30 s.
const COMMAND_TIMEOUT = Duration.seconds(28);
const QUERY_TIMEOUT = Duration.seconds(10);

/** A row for each function behind the merchant's routes. */
export function functionsOf({
  config,
  ledger,
  secrets,
  reports,
}: MerchantApiProps): readonly ApiFunction[] {
  const { ebpLinkTemplate } = config;
  const table = tableEnv(ledger);
  const tableAndMoment = { ...table, ...momentEnv(config, secrets) };
  const tableAndReports = { ...table, ...zoneEnv(config), ...reports.env() };
  return [
    {
      route: 'POST /{kind}',
      routes: ['PATCH /{kind}/{id}'],
      id: 'CreateCustomer',
      folder: 'create-customer',
      description: 'Creates, adopts and updates customers, accounts and bills, there and at Moment',
      timeout: COMMAND_TIMEOUT,
      kind: 'command',
      environment: {
        ...tableAndMoment,
        ...settlingEnv(config),
      } satisfies Record<keyof CreateCustomerEnv, string>,
    },
    {
      route: 'GET /{kind}/{id}',
      routes: ['GET /{kind}'],
      id: 'GetCustomer',
      folder: 'get-customer',
      description: 'Shows and lists customers, accounts and bills with the reconciled balance',
      timeout: QUERY_TIMEOUT,
      kind: 'query',
      environment: {
        ...(table satisfies Record<keyof Omit<GetCustomerEnv, 'EBP_LINK_TEMPLATE'>, string>),
        ...(ebpLinkTemplate === undefined ? {} : { EBP_LINK_TEMPLATE: ebpLinkTemplate }),
      },
    },
    {
      route: 'POST /{kind}/{id}/payment-requests',
      id: 'PresentBalance',
      folder: 'present-balance',
      description: 'Presents balances as Payment Requests',
      timeout: COMMAND_TIMEOUT,
      kind: 'command',
      environment: tableAndMoment satisfies Record<keyof PresentBalanceEnv, string>,
    },
    {
      route: 'GET /{kind}/{id}/payment-requests',
      id: 'ListPaymentRequests',
      folder: 'list-payment-requests',
      description: 'Lists what was presented',
      timeout: QUERY_TIMEOUT,
      kind: 'query',
      environment: table satisfies Record<keyof ListPaymentRequestsEnv, string>,
    },
    {
      route: 'GET /{kind}/{id}/entries',
      routes: ['GET /entries'],
      id: 'ListEntries',
      folder: 'list-entries',
      description: 'Lists the entries of a ledger, and those of a report',
      timeout: QUERY_TIMEOUT,
      kind: 'query',
      environment: table satisfies Record<keyof ListEntriesEnv, string>,
    },
    {
      route: 'GET /exceptions',
      routes: ['GET /exceptions/{id}'],
      id: 'ListExceptions',
      folder: 'list-exceptions',
      description: 'Lists what waits for a person, and shows one of it',
      timeout: COMMAND_TIMEOUT,
      kind: 'query',
      readsReports: ['ageing/'],
      environment: tableAndReports satisfies Record<keyof ListExceptionsEnv, string>,
    },
    {
      route: 'GET /{kind}/{id}/statement',
      routes: ['GET /{kind}/{id}/balance'],
      id: 'ReadStatement',
      folder: 'read-statement',
      description: 'Shows a period of a ledger, and the balance of a moment',
      timeout: QUERY_TIMEOUT,
      kind: 'query',
      environment: { ...table, ...zoneEnv(config) } satisfies Record<
        keyof ReadStatementEnv,
        string
      >,
    },
    {
      route: 'GET /{kind}/{id}/ageing',
      routes: ['GET /ageing', 'GET /summary'],
      id: 'ReadReports',
      folder: 'read-reports',
      description: 'Says what is owed, by age, and sums up what happened',
      timeout: COMMAND_TIMEOUT,
      kind: 'query',
      readsReports: ['ageing/', 'summaries/'],
      environment: tableAndReports satisfies Record<keyof ReadReportsEnv, string>,
    },
    {
      route: 'POST /{kind}/{id}/charges',
      routes: [
        'POST /{kind}/{id}/adjustments',
        'PUT /{kind}/{id}/balance',
        'POST /{kind}/{id}/entries/{entry}/reversals',
      ],
      id: 'ChangeBalance',
      folder: 'change-balance',
      description: 'Charges, adjusts, refreshes, reverses and refunds',
      timeout: COMMAND_TIMEOUT,
      kind: 'change',
      environment: table satisfies Record<keyof ChangeBalanceEnv, string>,
    },
    {
      route: 'POST /exceptions/{id}/resolutions',
      id: 'ResolveException',
      folder: 'resolve-exception',
      description: 'Does what a person decided about an event that waits, and adopts for it',
      timeout: COMMAND_TIMEOUT,
      kind: 'command',
      environment: {
        ...tableAndMoment,
        ...settlingEnv(config),
      } satisfies Record<keyof ResolveExceptionEnv, string>,
    },
    {
      route: 'GET /openapi.json',
      id: 'DescribeApi',
      folder: 'describe-api',
      description: 'Shows what the API is, as OpenAPI',
      timeout: QUERY_TIMEOUT,
      kind: 'query',
      environment: {},
    },
  ];
}
