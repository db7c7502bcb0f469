import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '#emulator/aws/listen.ts';

export type SentCall = {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type Reply =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection breaks before any answer, in the middle of one, or stays open without one. */
  | 'broken'
  | 'cut'
  | 'silent';

export type MomentServer = {
  readonly url: string;
  readonly calls: readonly SentCall[];
  /** The replies to come, in order; the last one stays. */
  reply(...replies: readonly Reply[]): void;
  close(): Promise<void>;
};

/** Answers over HTTP what a test wants answered, and keeps what it was asked. */
export async function startMomentServer(): Promise<MomentServer> {
  const calls: SentCall[] = [];
  let replies: readonly Reply[] = [];
  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request;
    calls.push({ method, path, headers, body: await text(request) });
    const [next, ...later] = replies;
    if (later.length > 0) replies = later;
    send(next ?? { status: 500 }, response);
  });
  const { port, close } = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    reply: (...next) => {
      replies = next;
    },
    close: () => {
      server.closeAllConnections();
      return close();
    },
  };
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply === 'silent') return;
  if (reply === 'broken') {
    response.destroy();
    return;
  }
  if (reply === 'cut') {
    response.writeHead(201, { 'content-length': '1000' });
    response.write('{"id":', () => response.destroy());
    return;
  }
  const { status, body = '', headers = {} } = reply;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
