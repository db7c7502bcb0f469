import { explain } from './explain.ts';
import { chooseKeys, type GivenKeys, type LocalKeys, tellKeys } from './keys.ts';
import { isDelivery, toLaterLine, toLiveLine, toPublishedLine } from './live-line.ts';
import { type MerchantOptions, startMerchant } from './merchant.ts';
import { type LocalOptions, readOptions, USAGE } from './options.ts';
import { describeFailed, describeOutcome, type EventOutcome, readOutcome } from './outcome-line.ts';
import { print, printError, printErrorLines, printLines } from './print.ts';
import { describePush } from './push-line.ts';
import { playQuickstart } from './quickstart.ts';
import { announceMerchant } from './running.ts';
import { type Stopping, stopInTheEnd } from './stopping.ts';
import { synthesise } from './synth.ts';
import { describeUpload } from './upload-line.ts';
import { uploadsDirectory } from './uploads.ts';

const stopping = stopInTheEnd(process.env['npm_lifecycle_event'] !== undefined);

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) printLines(USAGE);
  else await serve(options, stopping);
} catch (error) {
  // What was going on while everything stops may fail.
  if (!stopping.signal.aborted) {
    printErrorLines(explain(error));
    process.exit(1);
  }
}

async function serve(options: LocalOptions, { signal, defer }: Stopping): Promise<void> {
  const synthesis = synthesise(
    process.env,
    () => print('The sources are new: synthesising the stack, about ten seconds ...'),
    signal,
  );
  defer(() => synthesis.then(noop, noop));
  const screen = createScreen(options, signal);
  const given: GivenKeys = {
    apiKey: process.env['MOMENT_API_KEY'],
    signingSecret: process.env['MOMENT_SIGNING_SECRET'],
  };
  const keys = chooseKeys(given);
  const assembly = await synthesis;
  const uploadsFolder = uploadsDirectory(options.directory, defer);
  const starting = startMerchant({
    ...toMerchantOptions(options, assembly, keys),
    ...screen,
    uploadsFolder,
  });
  defer(async () => (await starting).close());
  const merchant = await starting;
  const { stack, sandbox } = merchant;
  defer(announceMerchant(merchant));

  const { webhookUrl } = merchant;
  const { signingSecret, apiKey } = tellKeys(merchant, given);
  const { dynamodb, sqs } = stack.endpoints;
  const data = options.directory ?? 'in memory';
  print(`Ready  API ${stack.apiUrl}  webhook ${webhookUrl}`);
  print(`       signing secret ${signingSecret}  API key ${apiKey}`);
  print(`       Moment sandbox ${sandbox.url}  DynamoDB ${dynamodb}  SQS ${sqs}  data ${data}`);
  print(`       files put into ${uploadsFolder}/incoming are imported`);
  const dead = await merchant.deadLetters();
  if (dead > 0) print(`       dead letters of earlier: ${dead}; docs/operations.md has what to do`);
  print('');
  if (options.demo && !stack.isKept) {
    const { settled } = screen;
    await playQuickstart({ apiUrl: stack.apiUrl, sandboxUrl: sandbox.url, settled }, print);
    print('');
  }
  screen.goLive();
  // It comes once an hour: whoever asks for what all owe before that gets an answer too.
  void stack.invoke('ReportsFunction', {}).catch(noop);
  print('Deliveries, as they come, and what becomes of each; Ctrl-C stops everything:');
}

function toMerchantOptions(
  options: LocalOptions,
  assembly: string,
  keys: LocalKeys,
): MerchantOptions {
  const { port, sandboxPort, dynamodbPort, sqsPort, directory, retries, momentLowers } = options;
  return {
    assembly,
    port,
    sandboxPort,
    dynamodbPort,
    sqsPort,
    directory,
    momentLowers,
    triesMax: retries === undefined ? undefined : retries + 1,
    keys,
  };
}

/** What is printed of what happens: nothing before the quickstart is over, but that is told what came of its events. */
function createScreen({ verbose }: LocalOptions, signal: AbortSignal) {
  const settled = new Map<string, EventOutcome>();
  let live = false;
  const printLater = (text: string) => print(toLaterLine(text, new Date()));
  return {
    settled: (eventId: string) => settled.get(eventId),
    goLive: () => {
      live = true;
      settled.clear();
    },
    onRequest: (seen) => {
      if (live && (verbose || isDelivery(seen))) print(toLiveLine(seen, new Date()));
    },
    onLog: (functionId, line) => {
      const outcome = readOutcome(line);
      const other = describePush(line) ?? describeUpload(line);
      if (other !== undefined && live) printLater(other);
      if (outcome && live) printLater(describeOutcome(outcome));
      else if (outcome?.event_id && outcome.outcome) settled.set(outcome.event_id, outcome);
      const isTold = outcome !== undefined || !isError(line) || signal.aborted;
      if (verbose || !isTold) printError(`${functionId}  ${line}`);
    },
    onPublished: (event) => {
      if (live) print(toPublishedLine(event, new Date()));
    },
    onFailed: (failed) => printLater(describeFailed(failed)),
    onWarning: (text) => printError(`warning: ${text}`),
  } satisfies Partial<MerchantOptions> & Record<string, unknown>;
}

function isError(line: string): boolean {
  return line.startsWith('ERROR') || line.includes('"level":"ERROR"');
}

function noop(): void {}
