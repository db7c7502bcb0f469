import type { DeploymentOptions } from '#commands/kit/deployment.ts';
import {
  DEPLOYMENT_OPTIONS,
  DEPLOYMENT_USAGE,
  readDeploymentOptions,
} from '#commands/kit/deployment-options.ts';
import { parseOptions, UsageError, wholeNumber } from '#commands/kit/usage.ts';

export type SmokeOptions = {
  readonly deployment: DeploymentOptions;
  /** The `external_reference` of the customer who seems to pay. */
  readonly customer: string;
  /** Whether the API key may be a live one. */
  readonly live: boolean;
  readonly timeoutSeconds: number;
  readonly verifies: boolean;
  readonly help: boolean;
};

/** What a customer's reference begins with, so that nobody's balance is moved by a test. */
const CUSTOMER_PREFIX = 'SMOKE-';

export const USAGE = `npm run smoke -- [options]

Tries the path of a payment on a stack that runs: the secrets are filled in, the merchant's API answers, a
signed delivery is accepted and reconciled, and the ledger keeps its promises. It ends at the first thing that
is wrong, and says what to do.

Which stack:
${DEPLOYMENT_USAGE}

  --customer REF   the customer, ${CUSTOMER_PREFIX}<stage> unless told; the reference must begin with ${CUSTOMER_PREFIX}
  --live           go on though the API key is a live one
  --timeout N      seconds that reconciling may take, 60 unless told
  --skip-verify    leave out the last check, which reads the whole table
  --help

The first run creates the customer in the ledger and at Moment, owing ZAR 0.00. Nothing is presented to anybody
and nothing is paid. Each run enters one payment of 0.01, made up here, whose id begins with pay_smoke_: the
balance of that customer falls by 0.01 a run, and nobody else's moves.

Where callers bring a JWT, API_TOKEN has one.

Exit status: 0 if all is well, 1 if something is wrong with the stack, 2 if that could not be found out.`;

/** @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): SmokeOptions {
  const values = parseOptions(args, {
    ...DEPLOYMENT_OPTIONS,
    customer: { type: 'string' },
    live: { type: 'boolean', default: false },
    timeout: { type: 'string' },
    'skip-verify': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  const customer = values.customer ?? `${CUSTOMER_PREFIX}${values.stage ?? 'local'}`;
  if (!customer.startsWith(CUSTOMER_PREFIX)) {
    throw new UsageError(
      `--customer must begin with ${CUSTOMER_PREFIX}, since a payment that nobody made is entered for it`,
    );
  }
  return {
    deployment: readDeploymentOptions(values),
    customer,
    live: values.live,
    timeoutSeconds: wholeNumber('--timeout', values.timeout, 1) ?? 60,
    verifies: !values['skip-verify'],
    help: values.help,
  };
}
