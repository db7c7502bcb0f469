import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SecretsManagerSigningKeys } from '#shared/aws/secrets-manager-signing-keys.ts';
import { ServiceError } from '#shared/errors.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import { SECRET_ID, startSecret, type TestSecret } from '#test/support/secret.ts';
import { Recorder, TestClock } from '#test/support/world.ts';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';
const REREAD_INTERVAL_MS = 10_000;

let secret: TestSecret;
let clock: TestClock;
let recorder: Recorder;
let keys: SecretsManagerSigningKeys;

beforeEach(async () => {
  secret = await startSecret();
  clock = new TestClock();
  recorder = new Recorder();
  keys = new SecretsManagerSigningKeys(secret.provider, SECRET_ID, 'active', clock, {
    logger: recorder,
    metrics: recorder,
  });
});
afterEach(() => secret.close());

const filledWith = (value: Record<string, unknown>) => {
  secret.value = JSON.stringify(value);
};
const ids = (read: readonly { readonly id: string }[] | undefined) => read?.map(({ id }) => id);

async function refusal(read: Promise<unknown>): Promise<ServiceError> {
  const error = await read.catch((reason: unknown) => reason);
  if (error instanceof ServiceError) return error;
  throw new Error('The keys were read');
}

describe('the active signing keys', () => {
  test.each(['{}', 'no JSON', '{"old":"whsec_short"}'])(
    'are read as soon as %s is put right, and not asked for more often than every 10 s',
    async (broken) => {
      secret.value = broken;
      await refusal(keys.read());
      filledWith({ new: NEW });
      await refusal(keys.read());
      expect(secret.asked).toBe(2);
      clock.advance(REREAD_INTERVAL_MS);
      expect(ids(await keys.read())).toEqual(['new']);
      expect(secret.asked).toBe(3);
    },
  );

  test('are all that the secret holds', async () => {
    filledWith({ '2026-10': OLD, '2026-11': NEW });
    expect(await keys.read()).toEqual([
      parseSigningKey('2026-10', OLD),
      parseSigningKey('2026-11', NEW),
    ]);
  });

  const RETIRED = { key: OLD, retired_at: '2026-11-28T12:00:00Z' };

  test('are not those that are retired', async () => {
    filledWith({ old: RETIRED, new: NEW });
    expect(await keys.read()).toEqual([parseSigningKey('new', NEW)]);
    clock.advance(REREAD_INTERVAL_MS);
    expect(await keys.reread()).toEqual([parseSigningKey('new', NEW)]);
  });

  test('are those that are retired too, for whoever checks what was queued', async () => {
    const report = { logger: recorder, metrics: recorder };
    const all = new SecretsManagerSigningKeys(
      secret.provider,
      SECRET_ID,
      'retired_too',
      clock,
      report,
    );
    filledWith({ old: RETIRED, new: NEW });
    expect(await all.read()).toEqual([
      { ...parseSigningKey('old', OLD), retiredAt: '2026-11-28T12:00:00.000Z' },
      parseSigningKey('new', NEW),
    ]);
  });

  test('are none where all are retired, and the webhook says that none is filled in', async () => {
    filledWith({ old: RETIRED });
    expect(await refusal(keys.read())).toMatchObject({ code: 'signing_keys.unavailable' });
  });

  test('are asked for once while they are cached', async () => {
    filledWith({ old: OLD });
    await keys.read();
    filledWith({ new: NEW });
    expect(ids(await keys.read())).toEqual(['old']);
    expect(secret.asked).toBe(1);
  });

  test('are made ready once, for as long as the secret stays the same', async () => {
    filledWith({ old: OLD });
    const first = await keys.read();
    clock.advance(REREAD_INTERVAL_MS);
    expect(await keys.reread()).toBe(first);
    filledWith({ old: NEW });
    clock.advance(REREAD_INTERVAL_MS);
    expect(await keys.reread()).toEqual([parseSigningKey('old', NEW)]);
  });

  test('are unavailable, and to be waited for, while the secret is the placeholder', async () => {
    secret.value = '{}';
    const refused = await refusal(keys.read());
    expect([refused.code, refused.retryable]).toEqual(['signing_keys.unavailable', true]);
  });

  test('are unavailable, and to be waited for, while Secrets Manager does not answer', async () => {
    await secret.close();
    const refused = await refusal(keys.read());
    expect([refused.code, refused.retryable]).toEqual(['signing_keys.unavailable', true]);
  });

  test.each([
    ['no JSON', OLD],
    ['JSON cut short', `{"old":"${OLD}"`],
    ['a list', JSON.stringify([OLD])],
    ['a text', JSON.stringify(OLD)],
    ['null', 'null'],
    ['a key that is not text', JSON.stringify({ new: { key: NEW } })],
    ['a key without an id', JSON.stringify({ '': OLD })],
    ['a key that is cut short', JSON.stringify({ old: OLD.slice(0, 20) })],
  ])('cannot be read from %s, and the refusal does not quote it', async (_what, value) => {
    secret.value = value;
    const refused = await refusal(keys.read());
    expect(refused.code).toBe('config.invalid');
    const logged = JSON.stringify(recorder.lines);
    const said = [refused.message, String(refused.cause), refused.stack, logged].join('\n');
    expect(said).not.toContain(OLD.slice(6, 20));
    expect(said).not.toContain(NEW.slice(6, 20));
  });
});

describe('a malformed signing key', () => {
  const pasted = { '2026-11': OLD, '2027-05': `v1,${NEW}` };
  const told = {
    level: 'error',
    message: 'signing_key.malformed',
    members: { key_id: '2027-05', problem: expect.stringContaining('cut it off') },
  };
  const counted = { name: 'SigningKeyFaults', value: 1, dimensions: {} };

  test('keeps no other from working, and is told by its id and counted', async () => {
    filledWith(pasted);
    expect(await keys.read()).toEqual([parseSigningKey('2026-11', OLD)]);
    expect(recorder.lines).toEqual([told]);
    expect(recorder.metrics).toEqual([counted]);
    expect(JSON.stringify(recorder.lines)).not.toContain(NEW.slice(6, 20));
  });

  test('is told again every five minutes, for as long as it is there', async () => {
    filledWith(pasted);
    await keys.read();
    clock.advance(299_999);
    await keys.read();
    expect(recorder.lines).toEqual([told]);
    clock.advance(1);
    await keys.read();
    await keys.read();
    expect(recorder.lines).toEqual([told, told]);
    expect(recorder.metrics).toEqual([counted, counted]);

    filledWith({ '2026-11': OLD, '2027-05': NEW });
    expect(ids(await keys.reread())).toEqual(['2026-11', '2027-05']);
    clock.advance(300_000);
    await keys.read();
    expect(recorder.lines).toHaveLength(2);
  });

  test('that takes the place of another is told at once', async () => {
    filledWith(pasted);
    await keys.read();
    filledWith({ '2026-11': OLD, '2027-05': `"${NEW}"` });
    await keys.reread();
    expect(recorder.lines.map(({ members }) => members['problem'])).toEqual([
      expect.stringContaining('v1,'),
      expect.stringContaining('quotes'),
    ]);
  });

  test('where there is no other is what the refusal tells', async () => {
    filledWith({ a: `${OLD}\n`, b: `'${NEW}'` });
    const refused = await refusal(keys.read());
    expect(refused.code).toBe('config.invalid');
    expect(refused.message).toMatch(
      /Signing key "a" has a line break .* Signing key "b" is in quotes/,
    );
    expect(recorder.metrics).toEqual([{ ...counted, value: 2 }]);
  });
});

describe('reading the signing keys again', () => {
  test('finds a key that was added since they were cached, for whoever comes later too', async () => {
    filledWith({ old: OLD });
    await keys.read();
    filledWith({ old: OLD, new: NEW });
    expect(ids(await keys.reread())).toEqual(['old', 'new']);
    expect(ids(await keys.read())).toEqual(['old', 'new']);
    expect(secret.asked).toBe(2);
  });

  test('is done at most every 10 s', async () => {
    filledWith({ old: OLD });
    expect(await keys.reread()).toBeDefined();
    expect(await keys.reread()).toBeUndefined();
    clock.advance(REREAD_INTERVAL_MS - 1);
    expect(await keys.reread()).toBeUndefined();
    expect(secret.asked).toBe(1);

    clock.advance(1);
    expect(await keys.reread()).toBeDefined();
    expect(secret.asked).toBe(2);
  });

  test('is done once for many who ask at once', async () => {
    filledWith({ old: OLD });
    const read = await Promise.all(Array.from({ length: 20 }, () => keys.reread()));
    expect(read.filter((found) => found !== undefined)).toHaveLength(1);
    expect(secret.asked).toBe(1);
  });

  test('that fails is not done again for 10 s either', async () => {
    expect((await refusal(keys.reread())).code).toBe('signing_keys.unavailable');
    expect(await keys.reread()).toBeUndefined();
    expect(secret.asked).toBe(1);

    filledWith({ new: NEW });
    clock.advance(REREAD_INTERVAL_MS);
    expect(ids(await keys.reread())).toEqual(['new']);
  });

  test('that fails leaves the cached keys in use', async () => {
    filledWith({ old: OLD });
    await keys.read();
    secret.value = undefined;
    await refusal(keys.reread());
    expect(ids(await keys.read())).toEqual(['old']);
  });
});
