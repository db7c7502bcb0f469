import { parseArgs } from 'node:util';

export type LocalOptions = {
  readonly port: number;
  readonly sandboxPort: number;
  /** Keeps everything there. @default in memory */
  readonly directory: string | undefined;
  readonly demo: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
};

export const USAGE = `npm start -- [options]

Runs moment-balances and a sandbox of Moment on this machine, at 127.0.0.1 only.

  --port N           the HTTP API, 8787 unless told; 0 is any that is free
  --sandbox-port N   the sandbox of Moment, 8788 unless told
  --data DIR         keep everything there; without it nothing outlives the run
  --no-demo          do not play the quickstart first
  --verbose          show every request, and all that the functions log
  --help

MOMENT_SIGNING_SECRET sets the key that webhooks are signed with, whsec_ and base64.`;

/** What the command line asks for. @throws Error that says what is wrong with it */
export function readOptions(args: readonly string[]): LocalOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '8787' },
      'sandbox-port': { type: 'string', default: '8788' },
      data: { type: 'string' },
      demo: { type: 'boolean', default: true },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  return {
    port: readPort('--port', values.port),
    sandboxPort: readPort('--sandbox-port', values['sandbox-port']),
    directory: values.data,
    demo: values.demo,
    verbose: values.verbose,
    help: values.help,
  };
}

function readPort(option: string, text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new Error(`${option} must be a port from 0 to 65535, not ${JSON.stringify(text)}`);
}
