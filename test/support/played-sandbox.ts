import { afterEach, beforeEach } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '#local/sandbox/sandbox.ts';

const signingSecret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

export type SandboxAnswer = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: every route answers in a shape of its own
  readonly body: any;
};

/** A sandbox of its own for each test of the file, and how it is asked. */
export function playSandbox({ apiKey = 'sk_test_key', ...options }: Partial<SandboxOptions> = {}) {
  let sandbox: Sandbox;
  let keys = 0;
  beforeEach(async () => {
    sandbox = await startSandbox({ port: 0, apiKey, signingSecret, ...options });
  });
  afterEach(() => sandbox.close());

  const fetchFrom = (path: string, init: RequestInit = {}) => fetch(sandbox.url + path, init);

  async function call(
    method: string,
    path: string,
    body?: object,
    key = `key-${++keys}`,
  ): Promise<SandboxAnswer> {
    const response = await fetchFrom(path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(method !== 'GET' && { 'idempotency-key': key }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  return {
    url: () => sandbox.url,
    fetchFrom,
    get: (path: string) => call('GET', path),
    post: (path: string, body: object, key?: string) => call('POST', path, body, key),
    patch: (path: string, body: object) => call('PATCH', path, body),
    put: (path: string, body: object) => call('PUT', path, body),
  };
}
