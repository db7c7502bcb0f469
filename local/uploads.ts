import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BucketFolder } from '#emulator/aws/bucket-folder.ts';
import type { CreatedObject } from '#emulator/aws/created-object.ts';
import type { LocalStack } from '#emulator/aws/local-stack.ts';

export type Uploads = {
  readonly created: (object: CreatedObject) => void;
  close(): Promise<void>;
};

/** Plays the bucket of the uploads by a folder: what is put into its `incoming/` is imported, and `outcome/` says what came of it. */
export function openUploads(
  stack: LocalStack,
  directory: string,
  onWarning: (text: string) => void,
): Uploads {
  const folder = new BucketFolder({
    endpoint: stack.endpoints.s3,
    bucket: stack.output('UploadsBucketName'),
    directory,
    incoming: 'incoming/',
    outgoing: 'outcome/',
    onWarning,
  });
  return { created: folder.created, close: () => folder.close() };
}

/** Where the files lie: with all else that is kept, or for as long as this runs. */
export function uploadsDirectory(directory: string | undefined, defer: (stop: () => void) => void) {
  if (directory !== undefined) return join(directory, 'uploads');
  const temporary = mkdtempSync(join(tmpdir(), 'moment-uploads-'));
  defer(() => rmSync(temporary, { recursive: true, force: true }));
  return temporary;
}
