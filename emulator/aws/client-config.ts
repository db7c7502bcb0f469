import { REGION } from './stack-resources.ts';

/** DynamoDB Local accepts letters and digits only. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

export function localClientConfig(endpoint: string) {
  return { endpoint, region: REGION, credentials: LOCAL_CREDENTIALS };
}
