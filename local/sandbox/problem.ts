import type { FastifyReply } from 'fastify';
import { visibleJson } from '#shared/models/visible-text.ts';

/** A problem as Moment answers it (docs.momentco.io /api-reference/getting-started/errors). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly slug: string;
  readonly title: string;

  constructor(status: number, slug: string, title: string, detail: string) {
    super(detail);
    this.status = status;
    this.slug = slug;
    this.title = title;
  }
}

export const notFound = (what: string): Problem =>
  new Problem(404, 'not-found', 'The requested resource was not found', `No ${what}`);

export const invalid = (detail: string): Problem =>
  new Problem(400, 'invalid-request', 'The request is not acceptable', detail);

export const conflict = (status: number, detail: string): Problem =>
  new Problem(status, 'conflict', 'The request conflicts with what exists', detail);

export type Answer = { readonly status: number; readonly body: unknown };

export function toAnswer({ status, slug, title, message }: Problem, instance: string): Answer {
  const type = `https://api.momentco.io/docs/errors#${slug}`;
  return { status, body: { type, title, status, detail: message, instance } };
}

export function sendAnswer(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return reply
    .code(status)
    .type(`${type}; charset=utf-8`)
    .send(visibleJson(JSON.stringify(body)));
}
