import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  IGNORE_REASONS,
  QUARANTINE_REASONS,
  STALE_REASONS,
  UNMATCHED_REASONS,
} from '#shared/models/held-event.ts';

const REASONS = {
  unmatched: UNMATCHED_REASONS,
  quarantined: QUARANTINE_REASONS,
  ignored: IGNORE_REASONS,
  stale: STALE_REASONS,
};

test('docs/operations.md says of each reason why an event moved no balance what to do', () => {
  const rows = readFileSync('docs/operations.md', 'utf8').matchAll(
    /^\| (unmatched|quarantined|ignored|stale) \| `(\w+)` \| .+ \|$/gm,
  );
  const documented = [...rows].map(([, state, reason]) => [state, reason]);
  const known = Object.entries(REASONS).flatMap(([state, reasons]) =>
    reasons.map((reason) => [state, reason]),
  );
  expect(documented.toSorted()).toEqual(known.toSorted());
});

test.each(Object.keys(REASONS))('docs/states.md says when an event ends to be %s', (state) => {
  expect(readFileSync('docs/states.md', 'utf8')).toMatch(
    new RegExp(`^\\| ${state} \\| .+ \\|$`, 'm'),
  );
});
