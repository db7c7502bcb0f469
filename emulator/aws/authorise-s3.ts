import { type AccessControl, AccessDenied, accessKeyOf } from './access-control.ts';

type App = {
  addHook(name: 'preHandler', hook: (request: Asked, reply: Reply) => Promise<unknown>): unknown;
};
type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
};
type Reply = {
  code(status: number): Reply;
  type(type: string): Reply;
  send(body: unknown): unknown;
};

const OF_OBJECTS: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

/** Refuses what `authorise` refuses of buckets and objects, asked for by path (`/BUCKET/KEY`). */
export function authoriseS3(app: App, authorise: AccessControl['of']): void {
  app.addHook('preHandler', async ({ method, url, headers }, reply) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
    const action = key === '' && method === 'GET' ? 's3:ListBucket' : OF_OBJECTS[method];
    if (bucket === '' || action === undefined) return undefined;
    const resource = `arn:aws:s3:::${bucket}${key && `/${decodeURIComponent(key)}`}`;
    const prefix = searchParams.get('prefix');
    try {
      authorise(accessKeyOf(headers['authorization']), action, resource, {
        ...(prefix !== null && { 's3:prefix': [prefix] }),
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      const body = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
      return reply.code(403).type('application/xml').send(body);
    }
  });
}
