import { expect, test } from 'vitest';
import { costOf, type Usage } from '#bench/cost/cost-model.ts';

const NOTHING: Usage = {
  ...{ writeUnits: 0, readUnits: 0, loggedBytes: 0 },
  ...{ webhookMs: 0, reconcileMs: 0, logLines: 0 },
};
const queueOf = (side: 'ours' | 'peer', eventsPerSecond: number, batch: number) =>
  costOf(side, NOTHING, { eventsPerSecond, batch, api: 'http' }).queue * 1e6;

test('a queue is paid for while it is empty: five requests at once, each of twenty seconds', () => {
  const aMonth = 30 * 24 * 3600;
  const once = 1 / aMonth;
  const [perMonth, delivered] = [queueOf('ours', once, 1) / 1e6, 3 * 0.4e-6];
  expect(perMonth - delivered).toBeCloseTo(648_000 * 0.4e-6, 6);
});

test('the more comes, the less of the polling is in vain', () => {
  expect(queueOf('ours', 0.4, 1)).toBeCloseTo(1.2 + 0.25, 6);
  expect(queueOf('peer', 0.4, 1)).toBeCloseTo(1.2 + 0.1, 6);
  expect(queueOf('ours', 100, 50)).toBeCloseTo(0.481, 6);
});
