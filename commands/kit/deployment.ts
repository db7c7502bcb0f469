import { localClientConfig } from '#emulator/aws/client-config.ts';
import type { ReaderConnection } from '#shared/aws/reader-client.ts';
import { readSecretText } from '#shared/aws/secret-text.ts';
import { createSignForIam, type SignForIam } from '#shared/aws/sign-for-iam.ts';
import { readStackOutputs, type StackOutputs } from '#shared/aws/stack-outputs.ts';
import { onlyRunning } from './ledger-source.ts';
import type { SourceOptions } from './source-options.ts';

/** Which deployment a command is about. */
export type DeploymentOptions =
  | {
      readonly kind: 'stage';
      readonly stage: string;
      readonly region: string | undefined;
      readonly profile: string | undefined;
    }
  | { readonly kind: 'running'; readonly port: number | undefined };

export type Deployment = {
  /** Which one it is, in words. */
  readonly name: string;
  readonly apiUrl: string;
  readonly webhookUrl: string;
  /** Where Moment is played; undefined where it is Moment itself. */
  readonly sandboxUrl: string | undefined;
  /** Its ledger, for those who open it. */
  readonly source: SourceOptions;
  readApiKey(): Promise<string>;
  readSigningKeys(): Promise<string>;
  /** Undefined where nobody is asked who calls. */
  readonly signForIam: SignForIam | undefined;
};

/** @throws Error that says what to do where there is no such deployment, or more than one */
export async function findDeployment(options: DeploymentOptions): Promise<Deployment> {
  return options.kind === 'stage' ? findStage(options) : findLocal(options.port);
}

async function findStage({
  stage,
  region,
  profile,
}: DeploymentOptions & { readonly kind: 'stage' }): Promise<Deployment> {
  const connection: ReaderConnection = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
  const stack = `moment-balances-${stage}`;
  const outputs = await readStackOutputs(stack, connection);
  const output = (name: string) => outputOf(outputs, name, stack);
  return {
    name: `the stage ${stage} at ${output('ApiUrl')}`,
    apiUrl: output('ApiUrl'),
    webhookUrl: output('WebhookUrl'),
    sandboxUrl: undefined,
    source: {
      kind: 'table',
      table: output('TableName'),
      region,
      profile,
      queue: output('QueueUrl'),
      deadLetters: output('DeadLetterQueueUrl'),
    },
    readApiKey: () => readSecretText(output('MomentApiKeySecret'), connection),
    readSigningKeys: () => readSecretText(output('SigningKeysSecret'), connection),
    signForIam: createSignForIam(connection),
  };
}

function outputOf(outputs: StackOutputs, name: string, stack: string): string {
  const value = outputs.get(name);
  if (value !== undefined) return value;
  throw new Error(`The stack ${stack} has no output ${name}: was its first deployment finished?`);
}

function findLocal(port: number | undefined): Deployment {
  const running = onlyRunning(port, 'or name a stage on AWS with --stage NAME');
  const { secrets, webhookUrl } = running;
  if (!secrets || webhookUrl === undefined) {
    throw new Error('That `npm start` is of an earlier version: start it again');
  }
  const apiUrl = `http://127.0.0.1:${running.port}`;
  const connection = localClientConfig(secrets.endpoint);
  return {
    name: `the npm start at ${apiUrl}`,
    apiUrl,
    webhookUrl,
    sandboxUrl: running.sandboxUrl,
    source: { kind: 'running', port: running.port },
    readApiKey: () => readSecretText(secrets.apiKey, connection),
    readSigningKeys: () => readSecretText(secrets.signingKeys, connection),
    signForIam: undefined,
  };
}
