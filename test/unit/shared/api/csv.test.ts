import { describe, expect, test } from 'vitest';
import { wantsCsv } from '#shared/api/csv/csv-response.ts';
import { majorUnits, writeCsv } from '#shared/api/csv/write-csv.ts';

function lines(csv: string): readonly string[] {
  return csv.split('\r\n');
}

describe('CSV', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+27 82 000', "'+27 82 000"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['\u00a0@cell', "'\u00a0@cell"],
    ['\t=1', '\\u{9}=1'],
    ['\r=1', '\\u{d}=1'],
    ['two\nlines', 'two\\u{a}lines'],
    ['a "quoted", text', '"a ""quoted"", text"'],
    ['Zoë', 'Zoë'],
    ['', ''],
  ])('the text %j is %s, and never a formula', (text, cell) => {
    expect(lines(writeCsv(['note'], [{ note: text }]))).toEqual(['note', cell, '']);
  });

  test('a number stays one, below zero too, in minor and in major units', () => {
    const rows = [
      { minor: -2000, major: majorUnits(-2000, 'ZAR') },
      { minor: -5, major: majorUnits(-5, 'ZAR') },
      { minor: 7, major: majorUnits(7, 'JPY') },
      { minor: 1234, major: majorUnits(1234, 'KWD') },
      {
        minor: Number.MAX_SAFE_INTEGER,
        major: majorUnits(Number.MAX_SAFE_INTEGER, 'ZAR'),
      },
      { minor: 1, major: majorUnits(1, 'ZZZ') },
    ];
    expect(lines(writeCsv(['minor', 'major'], rows))).toEqual([
      'minor,major',
      '-2000,-20.00',
      '-5,-0.05',
      '7,7',
      '1234,1.234',
      '9007199254740991,90071992547409.91',
      '1,',
      '',
    ]);
  });

  test('no row is a header still, and a byte order mark comes where it is asked for', () => {
    expect(writeCsv(['id', 'note'], [], { bom: true })).toBe('\ufeffid,note\r\n');
  });

  test.each([
    ['text/csv', true],
    ['text/csv;q=0.9, application/json', false],
    ['application/json;q=0.5, Text/CSV', true],
    ['text/csv;q=0', false],
    ['*/*', false],
    [undefined, false],
  ])('who accepts %s wants it: %s', (accept, wanted) => {
    const headers = accept === undefined ? {} : { accept };
    expect(wantsCsv({ headers } as Parameters<typeof wantsCsv>[0])).toBe(wanted);
  });
});
