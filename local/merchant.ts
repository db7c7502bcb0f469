import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '#emulator/aws/local-stack.ts';
import { DEFAULT_KEYS, type LocalKeys } from './keys.ts';
import { pagesOf } from './pages.ts';
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts';
import { openUploads, type Uploads } from './uploads.ts';

type StackOptions = Parameters<typeof startLocalStack>[0];

export type MerchantOptions = Omit<StackOptions, 'overrides' | 'pages'> & {
  readonly sandboxPort: number;
  /** @default the local ones */
  readonly keys?: LocalKeys | undefined;
  /** Whether Moment lowers balances itself. @default as the sandbox assumes */
  readonly momentLowers?: boolean | undefined;
  /** Plays the bucket of the uploads. @default nobody puts anything there but over S3 */
  readonly uploadsFolder?: string | undefined;
};

export type LocalMerchant = LocalKeys & {
  readonly stack: LocalStack;
  readonly sandbox: Sandbox;
  readonly webhookUrl: string;
  /** How many messages were given up. */
  deadLetters(): Promise<number>;
  close(): Promise<void>;
};

/** A merchant with the stack deployed, and a Moment that knows its webhook URL: all on this machine. */
export async function startMerchant(options: MerchantOptions): Promise<LocalMerchant> {
  const { directory, sandboxPort, keys = DEFAULT_KEYS, momentLowers } = options;
  const stops = new AsyncDisposableStack();
  let uploads: Uploads | undefined;
  try {
    const sandbox = await startSandbox({
      ...keys,
      port: sandboxPort,
      momentLowers,
      directory: directory === undefined ? undefined : join(directory, 'sandbox'),
    });
    stops.defer(sandbox.close);
    const stack = await startLocalStack({
      ...options,
      // The sandbox and whoever signs by hand deliver from this machine.
      overrides: { MOMENT_API_URL: sandbox.url, WEBHOOK_SOURCES: '127.0.0.0/8' },
      pages: (apiUrl, routeKeys) => pagesOf(apiUrl, routeKeys, sandbox.url),
      onCreated: (object) => {
        uploads?.created(object);
        options.onCreated?.(object);
      },
    });
    stops.defer(stack.close);
    stack.setSecret(stack.output('MomentApiKeySecret'), keys.apiKey);
    stack.setSecret(
      stack.output('SigningKeysSecret'),
      JSON.stringify({ local: keys.signingSecret }),
    );
    const webhookUrl = stack.output('WebhookUrl');
    sandbox.deliverTo(webhookUrl);
    if (options.uploadsFolder !== undefined) {
      const opened = openUploads(stack, options.uploadsFolder, options.onWarning ?? (() => {}));
      uploads = opened;
      stops.defer(opened.close);
    }
    return {
      ...keys,
      stack,
      sandbox,
      webhookUrl,
      deadLetters: () => countDeadLetters(stack),
      close: () => stops.disposeAsync(),
    };
  } catch (error) {
    await stops.disposeAsync();
    throw error;
  }
}

async function countDeadLetters(stack: LocalStack): Promise<number> {
  const name = new URL(stack.output('DeadLetterQueueUrl')).pathname.split('/').at(-1);
  const { visible, inFlight } = (await stack.queueDepths())[String(name)] ?? {};
  return (visible ?? 0) + (inFlight ?? 0);
}
