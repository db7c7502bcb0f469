import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { startSecretsServer } from '#emulator/aws/secrets-server.ts';

export const SECRET_ID = 'the-secret';

export type TestSecret = {
  readonly provider: SecretsProvider;
  /** What Secrets Manager holds now; undefined is a secret without a value. */
  value: string | undefined;
  /** How often it was asked for. */
  asked: number;
  close(): Promise<void>;
};

/** One secret behind the provider that the functions use. */
export async function startSecret(): Promise<TestSecret> {
  const server = await startSecretsServer((id) => {
    secret.asked += 1;
    return id === SECRET_ID ? { arn: `arn:${id}`, name: id, value: secret.value } : undefined;
  });
  const client = new SecretsManagerClient({
    ...localClientConfig(server.endpoint),
    maxAttempts: 1,
  });
  const secret: TestSecret = {
    provider: new SecretsProvider({ awsSdkV3Client: client }),
    value: undefined,
    asked: 0,
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
  return secret;
}
