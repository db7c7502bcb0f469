import { REGION } from './stack-resources.ts';

/** DynamoDB Local accepts letters and digits only. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** Of a function: its calls are told from those of others by its logical id. */
export function credentialsOf(functionId: string) {
  return { accessKeyId: functionId, secretAccessKey: LOCAL_CREDENTIALS.secretAccessKey };
}

export function localClientConfig(endpoint: string) {
  return { endpoint, region: REGION, credentials: LOCAL_CREDENTIALS };
}
