import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { ReaderConnection } from './reader-client.ts';

/** What a secret holds now. Needs `secretsmanager:GetSecretValue`. */
export async function readSecretText(
  secretId: string,
  connection: ReaderConnection,
): Promise<string> {
  const client = new SecretsManagerClient({ ...connection });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString ?? '';
  } catch (cause) {
    if (!(cause instanceof ResourceNotFoundException)) throw cause;
    throw new Error(`The secret ${secretId} is not there: deploy the stage again`, { cause });
  } finally {
    client.destroy();
  }
}
