import { accessKeyOf } from './access-control.ts';
import type { App, Asked } from './fauxqs-app.ts';

/** An object that was put into a bucket, and by whom. */
export type CreatedObject = {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly eTag: string;
  readonly eventName: 'ObjectCreated:Put' | 'ObjectCreated:CompleteMultipartUpload';
  readonly accessKeyId: string;
};

export type ObjectHeads = {
  headObject(
    bucket: string,
    key: string,
  ): { readonly etag: string; readonly body: { readonly length: number } };
};

/** Tells of each object once it is there, and its request is answered. */
export function tellOfObjects(
  app: App,
  store: ObjectHeads,
  onCreated: (object: CreatedObject) => void,
): void {
  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode !== 200) return;
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const eventName = eventNameOf(request, searchParams);
    const [, bucket = '', path = ''] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    if (eventName === undefined || path === '') return;
    const key = decodeURIComponent(path);
    const { etag, body } = store.headObject(bucket, key);
    onCreated({
      bucket,
      key,
      eventName,
      size: body.length,
      eTag: etag.replaceAll('"', ''),
      accessKeyId: accessKeyOf(request.headers['authorization']),
    });
  });
}

function eventNameOf(
  { method }: Asked,
  query: URLSearchParams,
): CreatedObject['eventName'] | undefined {
  if (method === 'POST' && query.has('uploadId')) return 'ObjectCreated:CompleteMultipartUpload';
  const isPart = query.has('uploadId') || query.has('renameObject');
  return method === 'PUT' && !isPart ? 'ObjectCreated:Put' : undefined;
}
