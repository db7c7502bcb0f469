import { type AccessControl, accessKeyOf } from './access-control.ts';
import { type App, refuseDenied } from './fauxqs-app.ts';

const OF_OBJECTS: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};
const DENIED = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

/** Refuses what `authorise` refuses of buckets and objects, asked for by path (`/BUCKET/KEY`). */
export function authoriseS3(app: App, authorise: AccessControl['of']): void {
  app.addHook('preHandler', async ({ method, url, headers }, reply) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
    const action = key === '' && method === 'GET' ? 's3:ListBucket' : OF_OBJECTS[method];
    if (bucket === '' || action === undefined) return undefined;
    const resource = `arn:aws:s3:::${bucket}${key && `/${decodeURIComponent(key)}`}`;
    const prefix = searchParams.get('prefix');
    const context = prefix === null ? {} : { 's3:prefix': [prefix] };
    const ask = () => authorise(accessKeyOf(headers['authorization']), action, resource, context);
    return refuseDenied(ask, reply, 'application/xml', () => DENIED);
  });
}
