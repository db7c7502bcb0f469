import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { SignatureV4 } from '@smithy/signature-v4';
import { listenBriefly } from './listen-briefly.ts';

export type IamIdentity = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/execute-api\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)$/;

/**
 * An HTTP API as AWS has it before a stack that runs here: whoever did not sign as this identity is answered 403,
 * or without this token, but for the webhook. What was signed is found out by the SDK's own signer.
 */
export async function startIamGate(
  lets: IamIdentity | { readonly token: string } | 'anybody',
  answer: (
    request: { method: string; path: string; body: Buffer },
    headers: IncomingHttpHeaders,
  ) => Promise<Response>,
) {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { method = '', url: path = '' } = request;
    const isOpen = lets === 'anybody' || path === '/webhooks/moment';
    const answered =
      isOpen || (await mayPass(lets, request, body))
        ? await answer({ method, path, body }, request.headers)
        : Response.json({ message: 'Forbidden' }, { status: 403 });
    response.writeHead(answered.status, { 'content-type': 'application/json' });
    response.end(await answered.text());
  });
  return listenBriefly(server);
}

async function mayPass(
  lets: IamIdentity | { readonly token: string },
  request: IncomingMessage,
  body: Buffer,
): Promise<boolean> {
  if ('token' in lets) return request.headers.authorization === `Bearer ${lets.token}`;
  return isSignedBy(lets, request, body);
}

async function isSignedBy(
  identity: IamIdentity,
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
): Promise<boolean> {
  const [, accessKeyId, region = '', names = '', signature] =
    AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  if (accessKeyId !== identity.accessKeyId) return false;
  const date = headers['x-amz-date'];
  const sent = names.split(';').map((name) => [name, headers[name]] as const);
  // What is signed and not sent, AWS cannot know.
  if (typeof date !== 'string' || sent.some(([, value]) => typeof value !== 'string')) return false;
  if (headers['x-amz-security-token'] !== identity.sessionToken) return false;

  const { pathname, searchParams } = new URL(url, 'http://host');
  const signer = new SignatureV4({
    ...{ service: 'execute-api', region, sha256: Sha256, applyChecksum: false },
    credentials: { ...identity, sessionToken: identity.sessionToken as string },
  });
  const signed = await signer.sign(
    {
      ...{ method, protocol: 'http:', hostname: 'host', path: pathname, body },
      query: Object.fromEntries(searchParams),
      headers: Object.fromEntries(sent) as Record<string, string>,
    },
    { signingDate: toDate(date), signableHeaders: new Set(names.split(';')) },
  );
  return signed.headers['authorization']?.endsWith(`Signature=${signature}`) === true;
}

/** `20261128T081500Z` */
function toDate(text: string): Date {
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
}

/** Node's own, in the form that the SDK takes. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}
