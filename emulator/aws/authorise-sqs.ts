import * as z from 'zod';
import { type AccessControl, accessKeyOf } from './access-control.ts';
import { type App, refuseDenied } from './fauxqs-app.ts';
import { localArn } from './stack-resources.ts';

const TARGET = /^AmazonSQS\.(?<operation>\w+?)(Batch)?$/;
const OfQueue = z.object({ QueueUrl: z.string() });

/** Refuses what `authorise` refuses. A batch is asked for as each of its messages is. */
export function authoriseSqs(app: App, authorise: AccessControl['of']): void {
  app.addHook('preHandler', async ({ headers, body }, reply) => {
    const operation = TARGET.exec(String(headers['x-amz-target']))?.groups?.['operation'];
    const asked = OfQueue.safeParse(body);
    if (operation === undefined || !asked.success) return undefined;
    const queue = localArn('sqs', asked.data.QueueUrl.split('/').at(-1) ?? '');
    const ask = () => authorise(accessKeyOf(headers['authorization']), `sqs:${operation}`, queue);
    return refuseDenied(ask, reply, 'application/x-amz-json-1.0', ({ message }) => ({
      __type: 'com.amazon.coral.service#AccessDeniedException',
      message,
    }));
  });
}
