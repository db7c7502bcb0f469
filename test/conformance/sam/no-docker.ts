import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What SAM asks of Docker for a function: the parts that its template, event and environment decide. */
export type Container = {
  readonly Image: string;
  readonly Env: readonly string[];
  readonly HostConfig: { readonly Memory: number; readonly Binds: readonly string[] };
};

const DIGEST = 'sha256:aa';
const REFUSAL = 'this is no Docker';

/** Speaks enough of Docker's API to be asked for a container, notes what was asked for, and makes none. */
export async function startNoDocker() {
  const asked: Container[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '');
    if (path.startsWith('/containers/create')) asked.push(JSON.parse(body));
    answer(path, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `tcp://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(path: string, response: ServerResponse): void {
  const [status, body] = answerTo(path);
  response.writeHead(status, { 'content-type': 'application/json', 'api-version': '1.44' });
  response.end(JSON.stringify(body));
}

/** The image is always there, and the newest. */
function answerTo(path: string): readonly [status: number, body: unknown] {
  const [, image] = /^\/images\/(.+):[^:]+\/json$/.exec(path) ?? [];
  if (path === '/_ping') return [200, 'OK'];
  if (path === '/version') return [200, { ApiVersion: '1.44', MinAPIVersion: '1.24' }];
  if (image) return [200, { Id: DIGEST, RepoDigests: [`${image}@${DIGEST}`], Config: {} }];
  if (path.startsWith('/distribution/')) return [200, { Descriptor: { digest: DIGEST } }];
  if (path.startsWith('/containers/create')) return [400, { message: REFUSAL }];
  return [404, { message: 'not here' }];
}
