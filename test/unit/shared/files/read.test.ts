import { describe, expect, test } from 'vitest';
import { FileRefused } from '#shared/files/read/file-refused.ts';
import { findLayout, type LayoutOptions } from '#shared/files/read/find-layout.ts';
import type { OpenBytes, Position } from '#shared/files/read/position.ts';
import { readJsonLines } from '#shared/files/read/read-json-lines.ts';
import { readRows } from '#shared/files/read/read-rows.ts';
import { someRows } from '#shared/files/read/some-rows.ts';

/** The bytes in pieces of that size, so that a piece ends wherever it may. */
function opened(content: string | Uint8Array, size = 3): OpenBytes {
  const bytes = Buffer.from(content as string);
  return async function* (from) {
    for (let at = from; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
}

async function read(open: OpenBytes, options?: LayoutOptions, from?: Position) {
  const layout = await findLayout(open, options);
  if (layout.format !== 'csv') throw new Error('This is no CSV');
  return { layout, rows: await Array.fromAsync(someRows(readRows(open, layout, from))) };
}

async function cells(open: OpenBytes, options?: LayoutOptions) {
  return (await read(open, options)).rows.map((row) => row.cells);
}

async function refusalOf(open: OpenBytes, options?: LayoutOptions) {
  const refused = await read(open, options).catch((error) => error);
  expect(refused).toBeInstanceOf(FileRefused);
  return [refused.code, refused.detail];
}

const utf16 = (text: string, mark = true) =>
  Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
const filled = (length: number) => 'x'.repeat(length);

describe('a file', () => {
  test('is read as rows of texts, each as it stands there', async () => {
    const { layout, rows } = await read(opened('name,phone\n Zoë ,0821\n"a ""b"", c",007\n'));

    expect(layout).toMatchObject({ columns: ['name', 'phone'], delimiter: ',' });
    expect(rows.map((row) => row.cells)).toEqual([
      [' Zoë ', '0821'],
      ['a "b", c', '007'],
    ]);
  });

  test.each([',', ';', '\t', '|'] as const)('is parted by %j, if its header is', async (by) => {
    expect(await cells(opened(`"a,b;c|d\te"${by}f\n1${by}2\n`))).toEqual([['1', '2']]);
  });

  test.each([
    ['sep=;\na;b\n1;2\n'],
    ['sep=;\r\na;b,c\r\n1;2\r\n'],
    ['"sep=;"\na;b\n1;2\n'],
    ['\ufeffsep=\t\na\tb\n1\t2\n'],
  ])('says in its first line what parts it: %j', async (text) => {
    expect(await cells(opened(text))).toEqual([['1', '2']]);
  });

  test('has lines as a text editor counts them, whatever ends them', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['a,b', '1,2', '', '3,"x', 'y"', '4,5', ',', ' ', '6,é'].join(end);
      for (const size of [1, 2, 3, 1000]) {
        const { rows } = await read(opened(text, size));
        expect(rows.map((row) => [row.line, row.cells[0]])).toEqual([
          [2, '1'],
          [4, '3'],
          [6, '4'],
          [9, '6'],
        ]);
      }
    }
  });

  test('may be read on from behind any of its rows', async () => {
    const open = opened('\ufeffsep=;\r\nname;n\r\nZoë;1\r\n"a\r\nb";2\r\n\r\nc;3\r\nd;4');
    const { layout, rows } = await read(open);

    for (const [at, { next }] of rows.slice(0, -1).entries()) {
      expect(await Array.fromAsync(readRows(open, layout, next))).toEqual(rows.slice(at + 1));
    }
    const end = await Array.fromAsync(readRows(open, layout, rows.at(-1)?.next));
    expect(end).toEqual([]);
  });

  test('in windows-1252 is read where that is said', async () => {
    const open = opened(Buffer.from('name,n\nZo\xeb \x80 \x96,1\nJos\xe9,2\n', 'latin1'));

    const { rows, layout } = await read(open, { encoding: 'windows-1252' });

    expect(rows.map((row) => row.cells[0])).toEqual(['Zoë € –', 'José']);
    const rest = await Array.fromAsync(readRows(open, layout, rows[0]?.next));
    expect(rest.map((row) => row.cells[0])).toEqual(['José']);
  });

  test('has a preamble, where a column of its header is told', async () => {
    const open = opened('Report, of Moment;x\nFrom,2026-11-01\n\nid,amount\n1,2\n');

    const { layout, rows } = await read(open, { headerWith: 'amount' });

    expect(layout.preamble).toEqual(['Report, of Moment;x', 'From,2026-11-01', '']);
    expect(rows).toMatchObject([{ line: 5, cells: ['1', '2'] }]);
  });

  test('has no columns that a spreadsheet left behind its last', async () => {
    const { layout, rows } = await read(opened('a,b,,\n1,2,,\n'));

    expect(layout.columns).toEqual(['a', 'b']);
    expect(rows[0]?.cells).toEqual(['1', '2', '', '']);
  });
});

describe('refused with one sentence is a file', () => {
  test.each<[string, string, Uint8Array | string, LayoutOptions?]>([
    ['that is empty', 'file.empty', ''],
    ['of blanks', 'file.empty', '\ufeff \r\n\r\n'],
    ['of a header alone', 'file.no_rows', 'a,b\r\n\r\n,\r\n'],
    ['that is a zip', 'file.is_zip', 'PK\x03\x04 and so on'],
    ['in UTF-16', 'file.is_utf16', utf16('a,b\n1,2')],
    ['in UTF-16 without a mark', 'file.is_utf16', utf16('a,b\n1,2', false)],
    ['with a NUL byte', 'file.has_nul', 'a,b\n1,2\n3,\0\n'],
    ['with other letters', 'file.not_utf8', Buffer.from('a,b\n1,2\n3,\xeb\n', 'latin1')],
    ['with others in its header', 'file.not_utf8', Buffer.from('a,\xeb\n1,2\n', 'latin1')],
    ['that ends within a letter', 'file.not_utf8', Buffer.from('a,b\n1,2\n3,\xc3', 'latin1')],
    ['that is UTF-8 after all', 'file.is_utf8', 'a,b\n1,ë\n', { encoding: 'windows-1252' }],
    ['that says it is UTF-8', 'file.is_utf8', '\ufeffa\n1\n', { encoding: 'windows-1252' }],
    ['that is a JSON list', 'file.is_json', '[{"a":1}]'],
    ['with two possible delimiters', 'file.delimiter_unclear', 'a,b;c\n1,2;3\n'],
    ['with a column twice', 'file.column_twice', 'a,b, A\n1,2,3\n'],
    ['with a column without a name', 'file.column_unnamed', 'a,,b\n1,2,3\n'],
    ['with a quote left open', 'file.quote_broken', 'a,b\n1,2\n3,"4\n5,6\n'],
    ['with a quote in a cell', 'file.quote_broken', 'a,b\n1,2\n3,4" pipe\n'],
    ['with a quote in a name', 'file.quote_broken', 'a,b"c\n1,2\n'],
    ['of one line', 'file.line_too_long', filled(70_000)],
    ['with one long row', 'file.line_too_long', `a,b\n1,2\n3,${filled(70_000)}\n`],
    ['without the column', 'file.header_missing', 'a,b\n1,2\n', { headerWith: 'amount' }],
  ])('%s: %s', async (_, code, content, options) => {
    for (const size of [1, 1000]) {
      const [found, detail] = await refusalOf(opened(content, size), options);
      expect(found).toBe(code);
      expect(detail).toMatch(/^[^\n]{30,200}$/);
    }
  });

  test.each([
    ['a,b\r\n"1\r\n",2\r\n\r\n3,\0\r\n', 'Line 5 '],
    [Buffer.from('a,b\r\n"1\r\n",2\r\n\r\n3,\xeb', 'latin1'), 'Line 5 '],
    ['a,b\r\n"1\r\n",2\r\n\r\n3,"4', 'The row of line '],
  ])('and told where: %j', async (content, where) => {
    for (const size of [1, 2, 1000]) {
      expect((await refusalOf(opened(content, size)))[1]).toMatch(new RegExp(`^${where}`));
    }
  });

  test('of a hundred megabytes in one line, after a small part of it', async () => {
    let sent = 0;
    const piece = Buffer.alloc(1 << 16, 'x');
    const endless: OpenBytes = async function* () {
      yield Buffer.from('a,b\n1,2\n');
      for (; sent < 100 * (1 << 20); sent += piece.length) yield piece;
    };

    expect((await refusalOf(endless))[0]).toBe('file.line_too_long');
    expect(sent).toBeLessThan(1 << 20);
  });

  test('and its message, which goes to logs, quotes nothing of it', async () => {
    const refused = await read(opened('Jane,jane\n')).catch((error) => error);

    expect(refused.detail).toContain('jane');
    expect(`${refused.message} ${JSON.stringify(refused)}`).not.toMatch(/jane/i);
  });
});

describe('NDJSON', () => {
  test('is read line by line, from wherever', async () => {
    const text = '{"a":"ë"}\r\n\r\n {"a":2}\n{"a":3}';
    for (const size of [1, 3, 1000]) {
      const open = opened(text, size);
      const layout = await findLayout(open);
      const lines = await Array.fromAsync(readJsonLines(open, layout.rowsFrom));

      expect(lines.map(({ line, text: each }) => [line, each])).toEqual([
        [1, '{"a":"ë"}'],
        [3, '{"a":2}'],
        [4, '{"a":3}'],
      ]);
      const rest = readJsonLines(open, lines[0]?.next ?? layout.rowsFrom);
      expect(await Array.fromAsync(rest)).toEqual(lines.slice(1));
    }
  });

  test('is refused if a line has no end', async () => {
    const open = opened(`{"a":1}\n{"a":"${filled(200_000)}"}`, 1 << 16);

    await expect(Array.fromAsync(readJsonLines(open, { bytes: 0, line: 1 }))).rejects.toMatchObject(
      {
        code: 'file.line_too_long',
      },
    );
  });
});
