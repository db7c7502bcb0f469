import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';
import type { Settings } from './settings.ts';

/** Makes `/billing` and `/collect` late, busy, or lost on the way back, as the settings say. */
export function addTroubles(app: FastifyInstance, settings: Settings): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isOfMoment(request)) return;
    const retryAfter = settings.takeRefusal();
    if (retryAfter === undefined) return;
    reply.header('retry-after', String(retryAfter));
    throw new Problem(429, 'too-many-requests', 'Too many requests', 'The settings refuse this');
  });

  // What was asked is done by now.
  app.addHook('onSend', async (request, reply) => {
    if (!isOfMoment(request)) return;
    await pause(settings.values.slow_ms);
    const isDone = request.method !== 'GET' && reply.statusCode < 400;
    if (isDone && settings.takeLostAnswer()) request.raw.socket.destroy();
  });
}

/** What Moment has too: this needs the key, and nothing else of the sandbox does. */
export function isOfMoment({ url }: FastifyRequest): boolean {
  return /^\/(billing|collect)\//.test(url);
}
