import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Capture, requestHandler } from './client-options.ts';

export function createSecretsManagerClient(capture: Capture): SecretsManagerClient {
  return capture(new SecretsManagerClient({ requestHandler }));
}
