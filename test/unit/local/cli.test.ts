import { describe, expect, test } from 'vitest';
import { parseRate } from '#emulator/aws/schedules.ts';
import { chooseKeys, tellKeys } from '#local/keys.ts';
import { isDelivery, toLiveLine } from '#local/live-line.ts';
import { readOptions } from '#local/options.ts';
import { describeFailed, describeOutcome, readOutcome } from '#local/outcome-line.ts';
import { describePush } from '#local/push-line.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';

test('the options have safe defaults, and a wrong one is named', () => {
  expect(readOptions([])).toMatchObject({ port: 8787, sandboxPort: 8788, demo: true });
  expect(readOptions([])).toMatchObject({ dynamodbPort: 8789, sqsPort: 8790 });
  expect(readOptions([]).retries).toBeUndefined();
  expect(readOptions(['--retries', '0', '--sqs-port', '1'])).toMatchObject({
    retries: 0,
    sqsPort: 1,
  });
  expect(readOptions([]).momentLowers).toBeUndefined();
  expect(readOptions(['--moment-lowers', 'no'])).toMatchObject({ momentLowers: false });
  expect(readOptions(['--moment-lowers', 'yes'])).toMatchObject({ momentLowers: true });
  expect(() => readOptions(['--moment-lowers', 'maybe'])).toThrow(
    '--moment-lowers must be yes or no, not "maybe"',
  );
  expect(readOptions(['--no-demo', '--port', '0'])).toMatchObject({ demo: false, port: 0 });
  expect(() => readOptions(['--port', '70000'])).toThrow('--port must be a port');
  expect(() => readOptions(['--sandbox-port', 'x'])).toThrow('--sandbox-port must be a port');
  expect(() => readOptions(['--retries', '-1'])).toThrow("'--retries' argument is ambiguous");
  expect(() => readOptions(['--retries', '1e3'])).toThrow('--retries must be a number');
  expect(() => readOptions(['--prot', '1'])).toThrow("Unknown option '--prot'");
});

describe('the keys', () => {
  const choose = (signingSecret?: string, apiKey?: string) => chooseKeys({ apiKey, signingSecret });

  test('are the same at each start, unless they are given', () => {
    expect(choose()).toEqual({
      apiKey: 'sk_test_local',
      signingSecret: 'whsec_LocalSecretForNpmStartAndNothingElse',
    });
    const given = { apiKey: 'sk_test_mine', signingSecret: `whsec_${'A'.repeat(32)}` };
    expect(chooseKeys(given)).toEqual(given);
  });

  test('are told if they were made here, and not if they were given, though it be the same', () => {
    const keys = choose();
    expect(tellKeys(keys, { apiKey: undefined, signingSecret: undefined })).toEqual(keys);
    expect(tellKeys(keys, keys)).toEqual({
      apiKey: '(from MOMENT_API_KEY)',
      signingSecret: '(from MOMENT_SIGNING_SECRET)',
    });
  });

  test.each([
    'whsec_LocalSecretForNpmStartAndNothingElse',
    `whsec_${'A'.repeat(32)}`,
    'A'.repeat(32),
    'secret',
    '',
    'whsec_',
    'whsec_short',
    `whsec_${'A'.repeat(31)}!`,
    ` whsec_${'A'.repeat(32)}`,
    `whsec_${'A'.repeat(88)}`,
  ])(
    'made of %j are taken here where the deployed webhook takes them, and nowhere else',
    (secret) => {
      const deployed = attempt(() => parseSigningKey('MOMENT_SIGNING_SECRET', secret));
      const local = attempt(() => choose(secret));
      expect(local === undefined).toBe(deployed === undefined);
      if (deployed !== undefined) expect(local).toContain(deployed);
    },
  );

  test.each(['', 'test', 'pk_test_1', 'sk_', 'sk_test 1', 'sk_test_é'])(
    'of the API are not made of %j, which the deployed functions would not send',
    (key) => {
      expect(attempt(() => choose(undefined, key))).toContain('MOMENT_API_KEY must begin with sk_');
    },
  );
});

function attempt(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('what became of an event reads', () => {
  const settled = (more: object) =>
    JSON.stringify({ level: 'INFO', message: 'event.settled', event_id: 'evt_1', ...more });
  const move = {
    amount: -2000,
    ending_balance: 0,
    currency: 'ZAR',
    payment_id: 'pay_1',
    obligation_id: 'bcus_1',
  };

  test.each<[string, string]>([
    [settled({ outcome: 'applied', ...move }), 'applied  ZAR 20.00 -> 0.00  evt_1  pay_1  bcus_1'],
    [
      settled({ outcome: 'applied', ...move, ending_balance: -500 }),
      'applied  ZAR 15.00 -> -5.00  evt_1  pay_1  bcus_1',
    ],
    [settled({ outcome: 'duplicate', entry: 'pay_1@bcus_1' }), 'duplicate  evt_1'],
    [
      settled({ outcome: 'quarantined', reason: 'currency_mismatch', detail: 'USD is not ZAR' }),
      'quarantined  currency_mismatch  evt_1  USD is not ZAR',
    ],
    [
      settled({ outcome: 'unmatched', reason: 'obligation_unknown', obligation_id: 'bill_1' }),
      'unmatched  obligation_unknown  evt_1  bill_1',
    ],
    [settled({ outcome: 'ignored', reason: 'type\u001b[2J' }), 'ignored  type\\u{1b}[2J  evt_1'],
    [
      settled({ message: 'event.failed', error: { code: 'ledger.busy', message: 'Others wrote' } }),
      'failed  ledger.busy  evt_1  Others wrote',
    ],
    [
      '{"message":"message.unreadable","message_id":"m1","error":{"name":"SyntaxError"}}',
      'unreadable  SyntaxError  m1  moved to the dead letters',
    ],
    [
      '{"message":"message.forged","message_id":"m1","event_id":"evt_1","payment_id":"pay_1"}',
      'forged  evt_1  pay_1  moved to the dead letters',
    ],
    // Members that are called otherwise one day cost a column, and not the line.
    [settled({ outcome: 'applied', amount: '20', ending_balance: 0 }), 'applied  evt_1'],
  ])('%s', (line, text) => {
    const outcome = readOutcome(line);
    expect(outcome && describeOutcome(outcome)).toBe(text);
  });

  test.each(['', 'START', '{', '{"message":"sweep.done"}', '[]'])('nothing in %j', (line) => {
    expect(readOutcome(line)).toBeUndefined();
  });

  test.each([
    [Buffer.from('{"id":"evt_1"}'), 'evt_1'],
    [Buffer.from([0xff]), 'msg_1'],
  ])('of a message that failed: what comes next', (body, shown) => {
    const message = toQueueMessage({
      body,
      webhookId: 'msg_1',
      webhookTimestamp: 1,
      receivedAt: '2026-11-25T09:00:00.000Z',
      keyId: 'local',
      signature: 'c2lnbmVk',
    });
    const failed = { messageId: 'm1', body: message, tries: 2, triesMax: 10 };
    expect(describeFailed({ ...failed, next: { retryInSeconds: 2 } })).toBe(
      `try 2 of 10  again in 2 s  ${shown}`,
    );
    expect(describeFailed({ ...failed, tries: 10, next: 'dead letter' })).toBe(
      `dead after 10 tries  ${shown}  moved to the dead letters`,
    );
    expect(describeFailed({ ...failed, body: 'poison', next: 'dead letter' })).toContain('m1');
  });
});

test.each([
  [{ message: 'push.pushed', obligation_id: 'bcus_1' }, 'Moment told  bcus_1'],
  [
    { message: 'push.drift', obligation_id: 'bcus_1', drift: 'changed_at_moment' },
    'drift  changed_at_moment  bcus_1  docs/operations.md#alarm-drift',
  ],
  [
    { message: 'push.refused', obligation_id: 'bcus_1', status: 400 },
    'Moment refuses  400  bcus_1',
  ],
  [{ message: 'push.waits', obligation_id: 'bcus_1' }, undefined],
])('what a push logs is shown: %j', (logged, text) => {
  expect(describePush(JSON.stringify(logged))).toBe(text);
});

test('what is no log record tells of no push', () => {
  expect(describePush('{half')).toBeUndefined();
  expect(describePush('START RequestId: 1')).toBeUndefined();
});

test('no control character of a stranger reaches the terminal', () => {
  const line = toLiveLine(
    {
      method: 'POST',
      path: '/webhooks/moment',
      requestBody: Buffer.from(JSON.stringify({ id: 'evt_\u001b[2J', type: 'x\ny' })),
      status: 400,
      responseType: 'application/problem+json',
      responseBody: Buffer.from('{"code":"delivery.stale"}'),
      milliseconds: 3.4,
    },
    new Date(),
  );
  for (const control of ['\u001b[2J', '\n']) expect(line).not.toContain(control);
  expect(line).toContain('evt_\\u{1b}[2J');
  expect(line).toContain('delivery.stale');
});

test('a schedule is a rate, or it is not run', () => {
  expect(parseRate('rate(5 minutes)')).toBe(300_000);
  expect(parseRate('rate(1 hour)')).toBe(3_600_000);
  expect(parseRate('cron(0 1 * * ? *)')).toBeUndefined();
});

test.each([
  ['POST', '/webhooks/moment', true],
  ['POST', '/webhooks/moment/Vq3mX8yTn0bRkJ5sWcLd7uHf2pGzAe9i', true],
  ['GET', '/webhooks/moment', false],
  ['POST', '/webhooks/momentary', false],
  ['POST', '/customers', false],
])('%s %s is a delivery: %s', (method, path, is) => {
  const bodies = {
    responseType: 'text/plain',
    requestBody: Buffer.alloc(0),
    responseBody: Buffer.alloc(0),
  };
  expect(isDelivery({ method, path, ...bodies, status: 200, milliseconds: 1 })).toBe(is);
});
