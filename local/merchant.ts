import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '#emulator/aws/local-stack.ts';
import { findOrMakeKeys, keepKeys, type LocalKeys } from './keys.ts';
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts';

type StackOptions = Parameters<typeof startLocalStack>[0];

export type MerchantOptions = Pick<
  StackOptions,
  'assembly' | 'port' | 'directory' | 'onLog' | 'onRequest' | 'onWarning'
> & {
  readonly sandboxPort: number;
  /** `whsec_...` @default that of the directory, or a new one */
  readonly signingSecret?: string | undefined;
};

export type LocalMerchant = LocalKeys & {
  readonly stack: LocalStack;
  readonly sandbox: Sandbox;
  readonly webhookUrl: string;
  /** Whether the directory holds what an earlier run left. */
  readonly isKept: boolean;
  close(): Promise<void>;
};

/** A merchant with the stack deployed, and a Moment that knows its webhook URL: all on this machine. */
export async function startMerchant(options: MerchantOptions): Promise<LocalMerchant> {
  const { directory, sandboxPort } = options;
  const { keys, isKept } = findOrMakeKeys(directory, options.signingSecret);
  const stops = new AsyncDisposableStack();
  try {
    const sandbox = await startSandbox({
      ...keys,
      port: sandboxPort,
      directory: directory === undefined ? undefined : join(directory, 'sandbox'),
    });
    stops.defer(sandbox.close);
    const stack = await startLocalStack({ ...options, overrides: { MOMENT_API_URL: sandbox.url } });
    stops.defer(stack.close);
    stack.setSecret(stack.output('MomentApiKeySecret'), keys.apiKey);
    stack.setSecret(
      stack.output('SigningKeysSecret'),
      JSON.stringify({ local: keys.signingSecret }),
    );
    if (directory !== undefined) keepKeys(directory, keys);
    const webhookUrl = stack.output('WebhookUrl');
    sandbox.deliverTo(webhookUrl);
    return { ...keys, isKept, stack, sandbox, webhookUrl, close: () => stops.disposeAsync() };
  } catch (error) {
    await stops.disposeAsync();
    throw error;
  }
}
