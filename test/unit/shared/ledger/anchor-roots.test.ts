import { expect, test } from 'vitest';
import { anchorRoot, summarisePart } from '#shared/ledger/anchor-roots.ts';
import { merkleRoot } from '#shared/ledger/merkle.ts';

const HASH = 'A'.repeat(43);

test('the root of a part is over the JSON text of its leaves', () => {
  expect(
    summarisePart('part-00007', [
      ['bcus_A', 3, HASH],
      ['bcus_B', 1, HASH],
    ]),
  ).toEqual({
    name: 'part-00007',
    root: merkleRoot([`["bcus_A",3,"${HASH}"]`, `["bcus_B",1,"${HASH}"]`]),
    count: 2,
  });
});

test('the root of an anchor is over all that its manifest says, as an auditor finds it there', () => {
  const facts = {
    name: '2026-11-28',
    startedAt: '2026-11-28T00:10:00.000Z',
    finishedAt: '2026-11-28T00:11:00.000Z',
    parts: [{ name: 'part-00000', root: HASH, count: 2 }],
  };
  const times = '"startedAt":"2026-11-28T00:10:00.000Z","finishedAt":"2026-11-28T00:11:00.000Z"';
  const part = `{"name":"part-00000","root":"${HASH}","count":2}`;
  const previous = { name: '2026-11-27', root: HASH, more: 'x' };
  expect(anchorRoot({ ...facts, previous })).toBe(
    merkleRoot([
      `{"name":"2026-11-28",${times},"previous":{"name":"2026-11-27","root":"${HASH}"}}`,
      part,
    ]),
  );
  expect(anchorRoot({ ...facts, previous: null })).toBe(
    merkleRoot([`{"name":"2026-11-28",${times},"previous":null}`, part]),
  );
});
