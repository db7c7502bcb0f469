import { parseArgs } from 'node:util';

export type LocalOptions = {
  readonly port: number;
  readonly sandboxPort: number;
  readonly dynamodbPort: number;
  readonly sqsPort: number;
  /** Keeps everything there. @default in memory */
  readonly directory: string | undefined;
  /** How often a message that failed is tried again. @default as the template says */
  readonly retries: number | undefined;
  /** Whether Moment, as it is played here, lowers balances itself. @default as the sandbox assumes */
  readonly momentLowers: boolean | undefined;
  readonly demo: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
};

export const USAGE = `npm start -- [options]

Runs moment-balances and a sandbox of Moment on this machine, at 127.0.0.1 only.

  --port N           the HTTP API, 8787 unless told; 0 is any that is free, as for all ports
  --sandbox-port N   the sandbox of Moment, 8788 unless told
  --dynamodb-port N  the local DynamoDB, 8789 unless told
  --sqs-port N       the local SQS, 8790 unless told
  --data DIR         keep everything there; without it nothing outlives the run
  --retries N        try a message that fails N times more, then it is a dead letter; 9 unless told
  --moment-lowers X  yes or no: whether the sandbox lowers a balance itself when it is paid; yes unless told
  --no-demo          do not play the quickstart first
  --verbose          show every request, and all that the functions log
  --help

MOMENT_SIGNING_SECRET sets the key that webhooks are signed with, whsec_ and base64;
MOMENT_API_KEY sets the key that the sandbox asks for, sk_...; what is set so is not printed.`;

const RETRIES_MAX = 999;

/** What the command line asks for. @throws Error that says what is wrong with it */
export function readOptions(args: readonly string[]): LocalOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '8787' },
      'sandbox-port': { type: 'string', default: '8788' },
      'dynamodb-port': { type: 'string', default: '8789' },
      'sqs-port': { type: 'string', default: '8790' },
      data: { type: 'string' },
      retries: { type: 'string' },
      'moment-lowers': { type: 'string' },
      demo: { type: 'boolean', default: true },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  return {
    port: readPort('--port', values.port),
    sandboxPort: readPort('--sandbox-port', values['sandbox-port']),
    dynamodbPort: readPort('--dynamodb-port', values['dynamodb-port']),
    sqsPort: readPort('--sqs-port', values['sqs-port']),
    directory: values.data,
    retries:
      values.retries === undefined
        ? undefined
        : readNumber('--retries', 'a number', values.retries, RETRIES_MAX),
    momentLowers: readYesOrNo('--moment-lowers', values['moment-lowers']),
    demo: values.demo,
    verbose: values.verbose,
    help: values.help,
  };
}

const readPort = (option: string, text: string) => readNumber(option, 'a port', text, 65_535);

function readNumber(option: string, what: string, text: string, max: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 0 && number <= max) return number;
  throw new Error(`${option} must be ${what} from 0 to ${max}, not ${JSON.stringify(text)}`);
}

function readYesOrNo(option: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new Error(`${option} must be yes or no, not ${JSON.stringify(text)}`);
}
