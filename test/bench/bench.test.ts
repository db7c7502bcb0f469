import { expect, test } from 'vitest';
import { toTable } from '#bench/measure/table.ts';
import { readOptions, USAGE } from '#bench/options.ts';
import { PARTS } from '#bench/parts.ts';

const PATIENCE_MS = 120_000;
const progress = () => {};

// Whether it runs and what it counts; never how long anything took.
test.each(Object.keys(PARTS))(
  'the part %s runs, and each of its rows has its figures',
  async (name) => {
    const { run } = (await PARTS[name]?.load()) ?? {};
    const rows = (await run?.({ environment: process.env, quick: true, progress })) ?? [];
    expect(rows.length).toBeGreaterThan(0);
    for (const { what, ours, peer } of rows) {
      expect([what, Number.isFinite(ours)]).toEqual([what, true]);
      if (peer) expect([what, Number.isFinite(peer.value)]).toEqual([what, true]);
    }
    expect(toTable(rows)).toHaveLength(rows.length + 1);
  },
  PATIENCE_MS,
);

test('the command line takes the names of parts, and all of them unless some are named', () => {
  expect(readOptions(['verify', '--quick', '--json', 'x.json'])).toEqual({
    parts: ['verify'],
    quick: true,
    json: 'x.json',
    help: false,
  });
  expect(readOptions([]).parts).toEqual(Object.keys(PARTS));
  expect(() => readOptions(['nonsense'])).toThrow(
    'There is no part "nonsense"; the parts are verify',
  );
  for (const name of Object.keys(PARTS)) expect(USAGE).toContain(`  ${name} `);
});
