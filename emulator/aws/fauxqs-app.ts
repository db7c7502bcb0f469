import { AccessDenied } from './access-control.ts';

/** What is added to fauxqs: each request passes here before it is answered, and once it is. */
export type App = {
  addHook(name: 'preHandler', hook: (request: Asked, reply: Reply) => Promise<unknown>): unknown;
  addHook(
    name: 'onResponse',
    hook: (request: Asked, reply: { readonly statusCode: number }) => Promise<void>,
  ): unknown;
};
export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
};
export type Reply = {
  code(status: number): Reply;
  type(type: string): Reply;
  send(body: unknown): unknown;
};

/**
 * Undefined where `ask` lets a request pass; else it is answered 403.
 *
 * @param body of the answer, as its service words it
 */
export function refuseDenied(
  ask: () => void,
  reply: Reply,
  type: string,
  body: (denied: AccessDenied) => unknown,
): unknown {
  try {
    ask();
    return undefined;
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    return reply.code(403).type(type).send(body(error));
  }
}
