import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import type { Input, Output } from 'dynalite/db/index.js';
import { refuseStrangers } from '#emulator/http/refuse-strangers.ts';
import { DynamoDbError, isRefusal } from './dynamodb-error.ts';

const REQUEST_BYTES_MAX = 16 * 1024 * 1024;
const TARGET = /^DynamoDB_20120810\.(?<operation>\w+)$/;
const SIGNED_BY = /^AWS4-.*Credential=(?<key>[^/,]+)\//;

export type Answer = (operation: string, input: Input) => Promise<Output>;

/** Asked before each answer, with the access key of whoever signed. @throws Error whose message says who may not what */
export type Authorise = (accessKeyId: string, operation: string, input: Input) => void;

export type HttpServer = { readonly endpoint: string; close(): Promise<void> };

/** Speaks DynamoDB's JSON protocol on 127.0.0.1, and leaves the answers to `answer`. */
export async function startHttpServer(
  port: number,
  answer: Answer,
  authorise: Authorise = () => {},
): Promise<HttpServer> {
  const unanswered = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    void respond(request, answer, authorise).then(({ statusCode, body }) =>
      send(response, statusCode, body),
    );
  });
  refuseStrangers(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await Promise.all([...unanswered].map((response) => once(response, 'close')));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Reply = { readonly statusCode: number; readonly body: unknown };

async function respond(
  request: IncomingMessage,
  answer: Answer,
  authorise: Authorise,
): Promise<Reply> {
  try {
    if (request.method === 'GET') return { statusCode: 200, body: 'healthy: dynamodb' };
    const input = parse(await readBody(request));
    const operation = TARGET.exec(String(request.headers['x-amz-target']))?.groups?.['operation'];
    const accessKeyId = SIGNED_BY.exec(request.headers.authorization ?? '')?.groups?.['key'];
    if (accessKeyId === undefined) {
      throw new DynamoDbError(
        'MissingAuthenticationTokenException',
        'Request is missing Authentication Token',
      );
    }
    refuseUnlessAllowed(() => authorise(accessKeyId, operation ?? '', input));
    return { statusCode: 200, body: await answer(operation ?? '', input) };
  } catch (error) {
    if (isRefusal(error)) return error;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const { body } = new DynamoDbError('InternalServerError', message);
    return { statusCode: 500, body };
  }
}

function refuseUnlessAllowed(authorise: () => void): void {
  try {
    authorise();
  } catch (error) {
    throw new DynamoDbError('AccessDeniedException', String((error as Error).message));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > REQUEST_BYTES_MAX) {
      const message = `A request may have ${REQUEST_BYTES_MAX} bytes`;
      throw new DynamoDbError('RequestEntityTooLarge', message, {}, 413);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(body: string): Input {
  try {
    const input: unknown = JSON.parse(body);
    if (input !== null && typeof input === 'object') return input as Input;
  } catch {
    // Refused below, as anything else that is no object.
  }
  throw new DynamoDbError('SerializationException', 'The request is not a JSON object');
}

function send(response: ServerResponse, statusCode: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(statusCode, {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': text.length,
    'x-amz-crc32': crc32(text),
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(text);
}
