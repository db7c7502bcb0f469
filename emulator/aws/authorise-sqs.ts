import * as z from 'zod';
import { AccessDenied, accessKeyOf } from './access-control.ts';
import { localArn } from './stack-resources.ts';

type App = {
  addHook(name: 'preHandler', hook: (request: Asked, reply: Reply) => Promise<unknown>): unknown;
};
type Asked = { readonly headers: Readonly<Record<string, unknown>>; readonly body: unknown };
type Reply = {
  code(status: number): Reply;
  type(type: string): Reply;
  send(body: unknown): unknown;
};

const TARGET = /^AmazonSQS\.(?<operation>\w+?)(Batch)?$/;
const OfQueue = z.object({ QueueUrl: z.string() });

/** Refuses what `authorise` refuses. A batch is asked for as each of its messages is. */
export function authoriseSqs(
  app: App,
  authorise: (accessKeyId: string, action: string, resource: string) => void,
): void {
  app.addHook('preHandler', async ({ headers, body }, reply) => {
    const operation = TARGET.exec(String(headers['x-amz-target']))?.groups?.['operation'];
    const asked = OfQueue.safeParse(body);
    if (operation === undefined || !asked.success) return undefined;
    const queue = localArn('sqs', asked.data.QueueUrl.split('/').at(-1) ?? '');
    try {
      authorise(accessKeyOf(headers['authorization']), `sqs:${operation}`, queue);
      return undefined;
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      return reply.code(403).type('application/x-amz-json-1.0').send({
        __type: 'com.amazon.coral.service#AccessDeniedException',
        message: error.message,
      });
    }
  });
}
