import * as z from 'zod/mini';
import { ParseError, parse, tryParse } from './parsing.ts';
import type { Upload } from './upload.ts';
import { UploadSlice } from './upload-slice.ts';

/** What the queue of the uploads holds: S3 tells of files, and the function tells itself what is left of one. */
export type UploadMessage =
  | { readonly kind: 'put'; readonly puts: readonly Put[] }
  | { readonly kind: 'slice'; readonly slice: UploadSlice };
export type Put = { readonly bucket: string; readonly upload: Upload };

/** Amazon S3 User Guide, event message structure. */
const Notification = z.object({
  Records: z.array(
    z.object({
      eventTime: z.iso.datetime(),
      userIdentity: z.object({ principalId: z.string() }),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string(), size: z.int(), eTag: z.string() }),
      }),
    }),
  ),
});
/** What S3 sends once, when it is told to tell the queue. */
const TestEvent = z.object({ Event: z.literal('s3:TestEvent') });
const Slice = z.object({ slice: UploadSlice });

export function toSliceMessage(slice: UploadSlice): string {
  return JSON.stringify({ slice });
}

/** @throws ParseError if it is none of these */
export function readUploadMessage(body: string): UploadMessage {
  const value = parseJson(body);
  const slice = tryParse(Slice, value);
  if (slice.ok) return { kind: 'slice', slice: slice.value.slice };
  if (tryParse(TestEvent, value).ok) return { kind: 'put', puts: [] };
  const { Records } = parse(Notification, value);
  return { kind: 'put', puts: Records.map(toPut) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its own error quotes the text.
    throw new ParseError([{ field: '', detail: 'not JSON' }]);
  }
}

function toPut({
  eventTime,
  userIdentity,
  s3: { bucket, object },
}: z.infer<typeof Notification>['Records'][number]): Put {
  const { key, size, eTag } = object;
  return {
    bucket: bucket.name,
    upload: {
      // S3 writes a blank as a plus, and a plus by its code.
      key: decodeURIComponent(key.replaceAll('+', ' ')),
      eTag,
      size,
      putAt: eventTime,
      putBy: userIdentity.principalId,
    },
  };
}
