import { UsageError, wholeNumber } from './usage.ts';

/** Which ledger a command is about. */
export type SourceOptions =
  | {
      readonly kind: 'table';
      readonly table: string;
      readonly region: string | undefined;
      readonly profile: string | undefined;
      /** Its deliveries' queue, by name or URL. */
      readonly queue: string | undefined;
      readonly deadLetters: string | undefined;
    }
  | { readonly kind: 'kept'; readonly directory: string }
  | { readonly kind: 'running'; readonly port: number | undefined };

/** The options that name it, and what `--help` says of them. */
export const SOURCE_OPTIONS = {
  table: { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  queue: { type: 'string' },
  'dead-letters': { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
} as const;
export const SOURCE_USAGE = `  (nothing)             that of the \`npm start\` which runs on this machine
  --port N              of several, the one whose HTTP API listens there
  --data DIR            what \`npm start -- --data DIR\` kept, while it does not run
  --table NAME          a table on AWS; --region R and --profile P, or AWS_REGION and AWS_PROFILE
  --queue NAME          of such a table the queue of deliveries, by name or URL: how many wait, and how many are dead
  --dead-letters NAME   the queue of those, where the redrive policy of --queue does not tell it`;

type Values = Readonly<Partial<Record<keyof typeof SOURCE_OPTIONS, string>>>;

/** @throws UsageError */
export function readSourceOptions(values: Values): SourceOptions {
  const { table, data, port, region, profile, queue, 'dead-letters': deadLetters } = values;
  const sources = Object.entries({ table, data, port }).filter(([, value]) => value !== undefined);
  if (sources.length > 1) {
    const named = sources.map(([name]) => `--${name}`).join(' and ');
    throw new UsageError(`${named} name different ledgers; choose one`);
  }
  if (table === undefined && (region ?? profile) !== undefined) {
    throw new UsageError('--region and --profile are of a table on AWS; name it with --table');
  }
  if (table === undefined && queue !== undefined) {
    throw new UsageError('--queue is of a table on AWS; name it with --table');
  }
  if (queue === undefined && deadLetters !== undefined) {
    throw new UsageError('--dead-letters are those of a queue; name it with --queue');
  }
  if (table !== undefined) return { kind: 'table', table, region, profile, queue, deadLetters };
  if (data !== undefined) return { kind: 'kept', directory: data };
  return { kind: 'running', port: wholeNumber('--port', port) };
}
