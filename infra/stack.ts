import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config.ts';
import { Alarms } from './constructs/alarms.ts';
import { Customers } from './constructs/customers.ts';
import { HttpApi } from './constructs/http-api.ts';
import { LedgerTable } from './constructs/ledger-table.ts';
import { MomentSecrets } from './constructs/moment-secrets.ts';
import { Outputs } from './constructs/outputs.ts';
import { Reconciliation } from './constructs/reconciliation.ts';

export interface MomentBalancesStackProps extends StackProps {
  readonly config: StageConfig;
}

/** Everything in one stack: data, the path of a payment, the merchant's API. */
export class MomentBalancesStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: MomentBalancesStackProps) {
    super(scope, id, props);
    const ledger = new LedgerTable(this, 'Ledger', { encryption: config.tableEncryption });
    const secrets = new MomentSecrets(this, 'Moment');
    const reconciliation = new Reconciliation(this, 'Reconciliation', { config, ledger, secrets });
    const customers = new Customers(this, 'Customers', { config, ledger, secrets });
    const api = new HttpApi(this, 'Api', { config });

    api.addWebhookRoute('POST /webhooks/moment', reconciliation.webhook);
    api.addRoute('POST /customers', customers.create);
    api.addRoute('GET /customers/{id}', customers.get);
    api.addRoute('POST /customers/{id}/payment-requests', customers.present);
    api.addRoute('GET /customers/{id}/entries', customers.listEntries);

    new Alarms(this, 'Alarms', { deadLetters: reconciliation.deadLetters });
    new Outputs(this, 'Outputs', { api, ledger, secrets, deadLetters: reconciliation.deadLetters });
  }
}
