import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  BODY_BYTES_MAX,
  COST_OF_A_REQUEST_TURNED_AWAY,
  costOfStrangersDay,
  type Refusal,
  STRANGER_LINES,
} from '#bench/cost/strangers-day.ts';
import { parseConfig } from '#infra/config.ts';

const NOTHING: Refusal = { loggedBytes: 0, logLines: 0, milliseconds: 0, answeredBytes: 0 };
/** As `npm run bench -- stranger` had it on 2026-11-28, and bench/README.md has its sum. */
const MEASURED: Refusal = { loggedBytes: 265, logLines: 1, milliseconds: 0.44, answeredBytes: 380 };
const ONE = { perSecond: 1, bodyBytes: 0 };
const A_DAY = 86_400;

test('a request that does nothing costs the API, the invocation and the line of the access log', () => {
  expect(costOfStrangersDay('ours', NOTHING, ONE)).toEqual({
    API: expect.closeTo(A_DAY * 1e-6, 9),
    functions: expect.closeTo(A_DAY * 0.2e-6, 9),
    logs: expect.closeTo((A_DAY * (190 + 26) * 0.5) / 1e9, 9),
    secret: 0,
    'data out': 0,
  });
});

test('its log line is paid by the byte, its answer too, and its time in Lambda', () => {
  const refusal = { loggedBytes: 274, logLines: 1, milliseconds: 1000, answeredBytes: 500 };
  const more = costOfStrangersDay('ours', refusal, ONE);
  expect(more.logs).toBeCloseTo((A_DAY * (190 + 26 + 274 + 26) * 0.5) / 1e9, 9);
  expect(more['data out']).toBeCloseTo((A_DAY * 500 * 0.09) / 1e9, 9);
  const seconds = 1769 / 512;
  expect(more.functions).toBeCloseTo(A_DAY * (0.2e-6 + seconds * 0.5 * 0.0000133334), 6);
  // Four environments work at once, and each reads the secret every ten seconds.
  expect(more.secret).toBeCloseTo(4 * 8640 * 5e-6, 9);
});

test.each([
  [1, 1],
  [512 * 1024, 1],
  [512 * 1024 + 1, 2],
  [BODY_BYTES_MAX, 20],
])('a body of %d bytes is %d requests to the API', (bodyBytes, requests) => {
  const { API } = costOfStrangersDay('ours', NOTHING, { perSecond: 1, bodyBytes });
  expect(API).toBeCloseTo(requests * A_DAY * 1e-6, 9);
});

test('docs/deploy.md says what a stranger costs a day at the throttle that a stage has', () => {
  const { requestsPerSecond: perSecond } = parseConfig({}).webhookThrottle;
  const costs = costOfStrangersDay('ours', MEASURED, { perSecond, bodyBytes: 0 });
  const all = STRANGER_LINES.reduce((sum, line) => sum + costs[line], 0);
  const { API } = costOfStrangersDay('ours', MEASURED, { perSecond, bodyBytes: BODY_BYTES_MAX });
  const document = readFileSync('docs/deploy.md', 'utf8').replaceAll(/\s+/g, ' ');
  expect(document).toContain(
    `${perSecond} a second are ${((perSecond * A_DAY) / 1e6).toFixed(1)} million requests a day, and cost about $${all.toFixed(0)}: $${costs.API.toFixed(0)} the API, $${costs.logs.toFixed(0)} logs, $${costs.functions.toFixed(0)} functions`,
  );
  expect(readFileSync('bench/README.md', 'utf8')).toContain(`500 a second | $${all.toFixed(2)} |`);
  expect(document).toContain(`with bodies of 10 MB the API alone asks $${API.toFixed(0)}`);
  expect(document).toContain(`$${(COST_OF_A_REQUEST_TURNED_AWAY * 1e6).toFixed(2)} a million`);
});
