import { expect, test } from 'vitest';
import { describeUpload } from '#local/upload-line.ts';

test.each([
  [
    { message: 'upload.finished', create: 3, update: 0, unchanged: 2, refused: 1 },
    'file imported  3 created, 0 updated, 2 unchanged, 1 refused',
  ],
  [{ message: 'upload.refused', code: 'file.is_zip' }, 'file refused  file.is_zip'],
  [{ message: 'upload.begun', rows: 3 }, undefined],
])('%j is told as %j', (record, line) => {
  expect(describeUpload(JSON.stringify(record))).toBe(line);
});

test('what is no record of ours is not told', () => {
  expect(describeUpload('START RequestId: 1')).toBeUndefined();
});
