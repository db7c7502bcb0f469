import { isDelivery, toLiveLine } from './live-line.ts';
import { type MerchantOptions, startMerchant } from './merchant.ts';
import { type LocalOptions, readOptions, USAGE } from './options.ts';
import { playQuickstart } from './quickstart.ts';
import { announce } from './running.ts';
import { synthesise } from './synth.ts';

const print = (line: string) => console.log(line);
let isStopping = false;

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) print(USAGE);
  else await serve(options);
} catch (error) {
  // What was going on while everything stops may fail.
  if (!isStopping) {
    console.error(explain(error));
    process.exit(1);
  }
}

async function serve(options: LocalOptions): Promise<void> {
  const { port, sandboxPort, directory, verbose } = options;
  const assembly = await synthesise(process.env, () =>
    print('The sources are new: synthesising the stack, about ten seconds ...'),
  );
  let live = false;
  const merchant = await startMerchant({
    assembly,
    port,
    sandboxPort,
    directory,
    signingSecret: process.env['MOMENT_SIGNING_SECRET'],
    onRequest: (seen) => {
      if (live && (verbose || isDelivery(seen))) print(toLiveLine(seen, new Date()));
    },
    onLog: (functionId, line) => {
      if (verbose || (isError(line) && !isStopping)) console.error(`${functionId}  ${line}`);
    },
    onWarning: (text) => console.error(`warning: ${text}`),
  } satisfies MerchantOptions);
  const { stack, sandbox, webhookUrl, signingSecret } = merchant;
  const withdraw = announce({
    pid: process.pid,
    port: Number(new URL(stack.apiUrl).port),
    dynamodb: stack.endpoints.dynamodb,
    table: stack.output('TableName'),
  });
  stopOnSignal(async () => {
    withdraw();
    await merchant.close();
  });

  print(`Ready  API ${stack.apiUrl}  webhook ${webhookUrl}  signing secret ${signingSecret}`);
  print(`       Moment sandbox ${sandbox.url}  data ${directory ?? 'in memory'}\n`);
  if (options.demo && !merchant.isKept) {
    await playQuickstart({ apiUrl: stack.apiUrl, sandboxUrl: sandbox.url }, print);
    print('');
  }
  live = true;
  print('Deliveries, as they come; Ctrl-C stops everything:');
}

function isError(line: string): boolean {
  return line.startsWith('ERROR') || line.includes('"level":"ERROR"');
}

function stopOnSignal(close: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      isStopping = true;
      await close();
      process.exit(0);
    });
  }
}

function explain(error: unknown): string {
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken, perhaps by another \`npm start\`. Stop that one, or choose: npm start -- --port N --sandbox-port N`;
  }
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}\n\n${USAGE}`;
  // What we throw ourselves says what to do; of all else the place is wanted.
  return Object.getPrototypeOf(error) === Error.prototype ? message : (stack ?? String(error));
}
