import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type ApiFunction, functionsOf, type MerchantApiProps } from './merchant-functions.ts';
import { ServiceFunction } from './service-function.ts';

// CPU comes with memory, and a cold start is all CPU.
const MEMORY_MIB = 512;

/** What a merchant calls: a function for each thing to do, whichever kind of obligation it is done to. */
export class MerchantApi extends Construct {
  readonly routes: ReadonlyMap<string, IFunction>;

  constructor(scope: Construct, id: string, props: MerchantApiProps) {
    super(scope, id);
    this.routes = new Map(
      functionsOf(props).flatMap((row) => {
        const handler = this.#createFunction(row, props);
        return routesOf(row).map((route): [string, IFunction] => [route, handler]);
      }),
    );
  }

  #createFunction(
    { route: _, routes: _more, id, kind, readsReports, ...row }: ApiFunction,
    { config, ledger, secrets, reports }: MerchantApiProps,
  ): IFunction {
    const fn = new ServiceFunction(this, id, { ...row, memoryMiB: MEMORY_MIB, config });
    if (readsReports && fn.role) reports.grantReading(fn.role, readsReports);
    if (row.folder !== 'describe-api') ledger.grantUses(fn, row.folder);
    if (kind === 'command') secrets.grantReading(fn, secrets.apiKey);
    return fn;
  }
}

function routesOf({ route, routes = [] }: ApiFunction): readonly string[] {
  const all = [route, ...routes].flatMap((each) =>
    ['customers', 'accounts', 'bills'].map((kind) => each.replace('{kind}', kind)),
  );
  return [...new Set(all)];
}
