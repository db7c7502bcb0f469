import { expect, test } from 'vitest';
import { run } from '#bench/parts/end-to-end.ts';

test('webhooks at 1, 32 and 256 in flight are accepted, drained and timed, and leave each balance exact', async () => {
  const rows = await run({ environment: process.env, quick: true, progress: () => undefined });
  const measured = ['accepted', 'drained', 'sent to reconciled, p50', 'sent to reconciled, p99'];
  expect(rows.map(({ what }) => what)).toEqual(
    [1, 32, 256].flatMap((inFlight) => measured.map((what) => `${inFlight} in flight: ${what}`)),
  );
  for (const { ours } of rows) expect(ours).toBeGreaterThan(0);
}, 120_000);
