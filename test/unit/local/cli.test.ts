import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseRate } from '#emulator/aws/schedules.ts';
import { findOrMakeKeys, keepKeys } from '#local/keys.ts';
import { toLiveLine } from '#local/live-line.ts';
import { readOptions } from '#local/options.ts';
import { formatAmount } from '#shared/models/format-amount.ts';

test('the options have safe defaults, and a wrong one is named', () => {
  expect(readOptions([])).toMatchObject({ port: 8787, sandboxPort: 8788, demo: true });
  expect(readOptions(['--no-demo', '--port', '0'])).toMatchObject({ demo: false, port: 0 });
  expect(() => readOptions(['--port', '70000'])).toThrow('--port must be a port');
  expect(() => readOptions(['--sandbox-port', 'x'])).toThrow('--sandbox-port must be a port');
  expect(() => readOptions(['--prot', '1'])).toThrow("Unknown option '--prot'");
});

describe('the keys', () => {
  test('are found again in the directory, readable by nobody else', () => {
    const directory = mkdtempSync(join(tmpdir(), 'moment-keys-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const first = findOrMakeKeys(directory, undefined);
    expect(first.isKept).toBe(false);
    expect(findOrMakeKeys(directory, undefined).isKept).toBe(false);
    keepKeys(directory, first.keys);
    expect(findOrMakeKeys(directory, undefined)).toEqual({ ...first, isKept: true });
    expect(statSync(join(directory, 'keys.json')).mode & 0o777).toBe(0o600);
  });

  test.each(['secret', 'whsec_', 'whsec_short', `whsec_${'A'.repeat(31)}!`, ' whsec_'])(
    'are not made of %j',
    (secret) => {
      expect(() => findOrMakeKeys(undefined, secret)).toThrow(
        'MOMENT_SIGNING_SECRET must be whsec_',
      );
    },
  );
});

test('no control character of a stranger reaches the terminal', () => {
  const line = toLiveLine(
    {
      method: 'POST',
      path: '/webhooks/moment',
      requestBody: Buffer.from(JSON.stringify({ id: 'evt_\u001b[2J', type: 'x\ny' })),
      status: 400,
      responseBody: Buffer.from('{"code":"delivery.stale"}'),
      milliseconds: 3.4,
    },
    new Date(),
  );
  for (const control of ['\u001b[2J', '\n']) expect(line).not.toContain(control);
  expect(line).toContain('evt_?[2J');
  expect(line).toContain('delivery.stale');
});

test.each([
  [2000, 'ZAR', 'ZAR 20.00'],
  [-2000, 'ZAR', '-ZAR 20.00'],
  [500, 'JPY', 'JPY 500'],
  [1234, 'KWD', 'KWD 1.234'],
  [7, '??', '7 ?? (minor units)'],
])('%d minor units of %s read %s', (amount, currency, text) => {
  expect(formatAmount(amount, currency)).toBe(text);
});

test('a schedule is a rate, or it is not run', () => {
  expect(parseRate('rate(5 minutes)')).toBe(300_000);
  expect(parseRate('rate(1 hour)')).toBe(3_600_000);
  expect(parseRate('cron(0 1 * * ? *)')).toBeUndefined();
});
