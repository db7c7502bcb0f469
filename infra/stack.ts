import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config.ts';
import { Alarms } from './constructs/alarms.ts';
import { Anchors } from './constructs/anchors.ts';
import { Backups } from './constructs/backups.ts';
import { EventsOut } from './constructs/events-out.ts';
import { HttpApi } from './constructs/http-api.ts';
import { LedgerTable } from './constructs/ledger-table.ts';
import { MerchantApi } from './constructs/merchant-api.ts';
import { MomentSecrets } from './constructs/moment-secrets.ts';
import { Outputs } from './constructs/outputs.ts';
import { Push } from './constructs/push.ts';
import { Reconciliation } from './constructs/reconciliation.ts';
import { Reports } from './constructs/reports.ts';
import { Sweep } from './constructs/sweep.ts';
import { Uploads } from './constructs/uploads.ts';

export interface MomentBalancesStackProps extends StackProps {
  readonly config: StageConfig;
}

/** Everything in one stack: data, the path of a payment, the merchant's API. */
export class MomentBalancesStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: MomentBalancesStackProps) {
    super(scope, id, { terminationProtection: !config.removable, ...props });
    const ledger = new LedgerTable(this, 'Ledger', {
      encryption: config.tableEncryption,
      restoredTable: config.restoredTable,
      hasStream: config.events !== undefined,
    });
    const secrets = new MomentSecrets(this, 'Moment');
    const reconciliation = new Reconciliation(this, 'Reconciliation', { config, ledger, secrets });
    const reports = new Reports(this, 'Reports', { config, ledger });
    // The id is from when only customers were served: another one would replace every function.
    const merchantApi = new MerchantApi(this, 'Customers', { config, ledger, secrets, reports });
    const sweep = new Sweep(this, 'Sweep', { config, ledger, secrets });
    new Push(this, 'Push', { config, ledger, secrets });
    const anchors = new Anchors(this, 'Anchors', { config, ledger });
    const api = new HttpApi(this, 'Api', { config });
    api.addWebhookRoute(reconciliation.webhook);
    for (const [route, handler] of merchantApi.routes) api.addRoute(route, handler);

    const { backup, events, uploads: put } = config;
    const uploads = put && new Uploads(this, 'Uploads', { config, uploads: put, ledger, secrets });
    const eventsOut = events && new EventsOut(this, 'EventsOut', { config, events, ledger });
    const backups =
      backup.every === 'never' ? undefined : new Backups(this, 'Backups', { backup, ledger });
    const watched = { api, reconciliation, sweep, backups, eventsOut, uploads };
    new Alarms(this, 'Alarms', { config, ...watched });
    const { queue, deadLetters } = reconciliation;
    const told = { api, ledger, secrets, queue, deadLetters, anchors, reports, uploads };
    new Outputs(this, 'Outputs', told);
  }
}
