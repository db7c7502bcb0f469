import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Why a request is not served; docs/errors.md says of each what to do. */
export const STRANGERS = {
  'local.host_refused': 'The request is addressed to another host',
  'local.origin_refused': 'A page of another origin asks',
} as const;

type Refusal = { readonly code: keyof typeof STRANGERS; readonly detail: string };

/**
 * Serves this machine's own programs and pages alone. Listening on 127.0.0.1 keeps other machines out, and no browser
 * on this one: a page may post here unasked, and one whose name is made to resolve to 127.0.0.1 may read as well.
 */
export function refuseStrangers(server: Server): void {
  const serve = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refusal = whyRefused(request);
    if (refusal) return answer(response, refusal);
    for (const listener of serve) listener.call(server, request, response);
  });
}

function whyRefused({ method = '', headers, socket }: IncomingMessage): Refusal | undefined {
  const own = ownHosts(socket.localPort);
  const host = headers.host?.toLowerCase() ?? '';
  if (!own.includes(host)) {
    const detail = `Host must be one of ${own.join(', ')}; behind a tunnel or proxy, let it rewrite that header`;
    return { code: 'local.host_refused', detail };
  }
  if (isOfOwnPage(headers, host) || isLink(method, headers)) return undefined;
  const detail = `Only a page of http://${host} may ask this in a browser; ask from a program, such as curl, or let your own server ask`;
  return { code: 'local.origin_refused', detail };
}

/** By what names a server of this machine is called; at port 80 clients leave the port out. */
export function ownHosts(port: number | undefined): readonly string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const named = names.map((name) => `${name}:${port}`);
  return port === 80 ? [...names, ...named] : named;
}

/** Programs send neither header; a browser sends what the page cannot change. */
function isOfOwnPage({ origin, ...headers }: IncomingMessage['headers'], host: string): boolean {
  if (origin !== undefined && origin !== `http://${host}`) return false;
  // `none`: typed into the address bar, or a bookmark.
  return [undefined, 'same-origin', 'none'].includes(single(headers['sec-fetch-site']));
}

/** Following a link from elsewhere, as to the page where a payer pays, shows it to the person and not to the page. */
function isLink(method: string, headers: IncomingMessage['headers']): boolean {
  return (
    method === 'GET' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join() : header;
}

function answer(response: ServerResponse, { code, detail }: Refusal): void {
  const status = 403;
  response.writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' });
  response.end(JSON.stringify({ title: STRANGERS[code], status, code, detail }));
}
