import { beforeEach, expect, test } from 'vitest';
import { createHandler } from '#functions/import/handler.ts';
import { toSliceMessage } from '#shared/models/upload-message.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { createUploadWorld, customersCsv, type UploadWorld } from '#test/support/upload-world.ts';

const KEY = 'incoming/customers/ZAR/x.csv';

let world: UploadWorld;
let run: (body: string, context?: ReturnType<typeof lambdaContext>) => Promise<object>;
beforeEach(() => {
  world = createUploadWorld();
  const handler = createHandler({ ...world, bucket: 'uploads' });
  run = (body, context = lambdaContext(300_000)) =>
    handler(toSqsEvent([{ id: 'msg-1', body }]), context);
});

const told = (bucket = 'uploads') => {
  const { size, eTag } = world.files.put(KEY, customersCsv('A,1.00'), '');
  const s3 = { bucket: { name: bucket }, object: { key: KEY, size, eTag } };
  const of = { eventTime: '2026-06-18T12:00:00.000Z', userIdentity: { principalId: 'AWS:X' } };
  return JSON.stringify({ Records: [{ ...of, s3 }] });
};
const next = () => {
  const [slice] = world.queue.slices.splice(0);
  if (!slice) throw new Error('Nothing goes on');
  return toSliceMessage(slice);
};
const failures = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

test('a file is begun by the message of S3, and imported by that which follows', async () => {
  expect(await run(told())).toEqual(failures());
  expect(await run(next())).toEqual(failures());
  expect(world.files.outcomes).toMatchObject([{ status: 'done', rows: { created: 1 } }]);
});

test('what S3 sends to try the queue is nothing', async () => {
  expect(await run('{"Event":"s3:TestEvent"}')).toEqual(failures());
  expect(world.recorder.lines).toEqual([]);
});

test('a message of another bucket, and one of nobody, come back', async () => {
  expect(await run(told('others'))).toEqual(failures('msg-1'));
  expect(await run('x')).toEqual(failures('msg-1'));
  expect(world.queue.slices).toEqual([]);
  expect(world.recorder.lines).toMatchObject([
    { level: 'error', message: 'upload.failed', members: { messageId: 'msg-1' } },
    { level: 'error', message: 'upload.failed', members: { messageId: 'msg-1' } },
  ]);
});

test('a slice that has no time left comes back, and says what it waits for', async () => {
  await run(told());
  expect(await run(next(), lambdaContext(60_000))).toEqual(failures('msg-1'));
  expect(world.recorder.lines.at(-1)?.members['error']).toMatchObject({
    message: 'A file waits to be gone on with: no row could be done in time',
  });
});
