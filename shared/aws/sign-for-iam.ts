import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AwsV4Signer } from 'aws4fetch';
import type { ReaderConnection } from './reader-client.ts';

export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
};
export type SignForIam = (request: HttpRequest) => Promise<HttpRequest>;

/** Signs calls of an HTTP API with the credentials that the SDK finds, each time it is asked. */
export function createSignForIam(connection: ReaderConnection): SignForIam {
  // For its configuration alone: every client finds credentials and region in the same way.
  const { config } = new SecretsManagerClient({ ...connection });
  return async (request) => {
    const { accessKeyId, secretAccessKey, sessionToken } = await config.credentials();
    const { headers } = await new AwsV4Signer({
      method: request.method,
      url: request.url,
      headers: { ...request.headers },
      ...(request.body !== undefined && { body: request.body }),
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      region: await config.region(),
      service: 'execute-api',
    }).sign();
    // A client sends its host by itself.
    headers.delete('host');
    return { ...request, headers: Object.fromEntries(headers) };
  };
}
