import { parseArguments, UsageError, wholeNumber } from '#commands/kit/usage.ts';

export const MODELS = ['customer', 'account', 'bill', 'wallet'] as const;
export type Model = (typeof MODELS)[number];

export type DemoOptions =
  | { readonly help: true }
  | { readonly help: false; readonly model: Model; readonly port: number | undefined };

export const USAGE = `npm run demo -- MODEL [options]

Plays one of Moment's billing models against the \`npm start\` that runs on this machine, over HTTP, and prints what
Moment's page of it promises beside what was answered.

  customer   a balance for each customer: created, presented, paid in part, reconciled
  account    a customer and an account of theirs in one call, which is paid in part
  bill       a customer, an account and a bill in one call, paid by a Payment Request
  wallet     topped up before anything is owed, then used up by charges

  --port N   of several, the one whose HTTP API listens there
  --help

Each run creates new customers, and changes nothing of what is there. Example: npm run demo -- bill

Exit status: 0 if it was played to the end, 1 if something was answered that should not be, 2 if it could not begin.`;

/** @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values, positionals } = parseArguments(args, {
    port: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) return { help: true };
  const model = MODELS.find((each) => each === positionals[0]);
  if (model === undefined || positionals.length > 1) {
    throw new UsageError(`Name one model: ${MODELS.join(', ')}`);
  }
  return { help: false, model, port: wholeNumber('--port', values.port) };
}
