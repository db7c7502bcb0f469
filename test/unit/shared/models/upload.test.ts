import { describe, expect, test } from 'vitest';
import { isFolder, readUploadPlace } from '#shared/models/upload.ts';
import { readUploadMessage, toSliceMessage } from '#shared/models/upload-message.ts';
import { outcomeFolder } from '#shared/models/upload-outcome.ts';
import { firstSlice } from '#shared/models/upload-slice.ts';

const UPLOAD = {
  key: 'incoming/customers/ZAR/a b+c/ü.csv',
  eTag: 'd41d8',
  size: 7,
  putAt: '2026-11-30T08:00:00.123Z',
  putBy: 'AWS:AIDA',
};
const notification = (key: string) => ({
  Records: [
    {
      eventVersion: '2.1',
      eventTime: UPLOAD.putAt,
      userIdentity: { principalId: UPLOAD.putBy },
      s3: { bucket: { name: 'uploads' }, object: { key, size: 7, eTag: 'd41d8', sequencer: '00' } },
    },
  ],
});

describe('where a file lies', () => {
  test.each([
    ['customers/ZAR/2026-12.csv', { kind: 'customer', currency: 'ZAR', batch: '2026-12.csv' }],
    ['accounts/JPY/x', { kind: 'account', currency: 'JPY', batch: 'x' }],
    [`bills/USD/${'x'.repeat(100)}`, { kind: 'bill', currency: 'USD', batch: 'x'.repeat(100) }],
  ])('says what %s is', (path, place) => {
    expect(readUploadPlace(`incoming/${path}`)).toEqual(place);
  });

  test.each([
    ['x.csv', 'the first folder must be customers, accounts or bills'],
    ['toString/ZAR/x.csv', 'the first folder must be customers, accounts or bills'],
    ['customer/ZAR/x.csv', 'the first folder must be customers, accounts or bills'],
    ['customers/x.csv', 'the second folder must be'],
    ['customers/zar/x.csv', 'the second folder must be in capitals, such as ZAR'],
    ['customers/XAU/x.csv', 'the second folder must be an ISO 4217 currency that is in use'],
    ['customers/ZAR/', 'the file must lie right in the folder of its currency'],
    ['customers/ZAR/12/x.csv', 'the file must lie right in the folder of its currency'],
    [
      `customers/ZAR/${'x'.repeat(101)}`,
      'The name of the file must have 1 to 100 visible characters',
    ],
    ['customers/ZAR/x\u200b.csv', 'The name of the file must have 1 to 100 visible characters'],
  ])('is told where it says nothing: %s', (path, why) => {
    expect(readUploadPlace(`incoming/${path}`)).toEqual({ problem: expect.stringContaining(why) });
  });

  test('is a folder of a console only if it is empty', () => {
    expect(isFolder({ key: 'incoming/customers/', size: 0 })).toBe(true);
    expect(isFolder({ key: 'incoming/customers/', size: 1 })).toBe(false);
    expect(isFolder({ key: 'incoming/customers', size: 0 })).toBe(false);
  });

  test('names where its outcome goes, in no more characters than a name may have', () => {
    expect(outcomeFolder(UPLOAD)).toBe(
      'outcome/customers/ZAR/a b+c/ü.csv/2026-11-30T08-00-00.123Z/',
    );
    const long = outcomeFolder({ ...UPLOAD, key: `incoming/${'x'.repeat(1000)}` });
    expect(long.length).toBeLessThan(300);
  });
});

describe('a message', () => {
  test('of S3 tells of each file, by the name that it has', () => {
    expect(
      readUploadMessage(JSON.stringify(notification('incoming/customers/ZAR/a+b%2Bc/%C3%BC.csv'))),
    ).toEqual({ kind: 'put', puts: [{ bucket: 'uploads', upload: UPLOAD }] });
  });

  test('that S3 sends to try the queue tells of none', () => {
    const body = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'uploads' };
    expect(readUploadMessage(JSON.stringify(body))).toEqual({ kind: 'put', puts: [] });
  });

  test('of ours says where to go on', () => {
    const slice = {
      ...firstSlice(UPLOAD),
      after: 20,
      totals: { ZAR: { create: '-9007199254740993', update: '0', unchanged: '0', refused: '0' } },
    };
    expect(readUploadMessage(toSliceMessage(slice))).toEqual({ kind: 'slice', slice });
  });

  test.each(['not json', '{}', '[]', '{"slice":{}}', '{"Event":"s3:Other"}'])(
    'of somebody else is refused, and not quoted: %s',
    (body) => {
      expect(() => readUploadMessage(body)).toThrow(
        expect.objectContaining({
          name: 'ParseError',
          message: expect.not.stringContaining('Other'),
        }),
      );
    },
  );
});
