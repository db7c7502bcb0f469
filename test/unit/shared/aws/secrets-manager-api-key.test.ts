import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SecretsManagerApiKey } from '#shared/aws/secrets-manager-api-key.ts';
import { ServiceError } from '#shared/errors.ts';
import { SECRET_ID, startSecret, type TestSecret } from '#test/support/secret.ts';

const KEY = 'sk_test_51JHk3dLkR9';

let secret: TestSecret;
let apiKey: SecretsManagerApiKey;

beforeEach(async () => {
  secret = await startSecret();
  apiKey = new SecretsManagerApiKey(secret.provider, SECRET_ID);
});
afterEach(() => secret.close());

async function refusal(how: 'cached' | 'anew' = 'cached'): Promise<ServiceError> {
  const read: unknown = await apiKey.read(how).catch((error: unknown) => error);
  if (read instanceof ServiceError) return read;
  throw new Error('The key was read');
}

describe("Moment's API key", () => {
  test.each([
    ['of the test mode', KEY],
    ['of the live mode', 'sk_51JHk3dLkR9'],
    ['with a line feed after it', `${KEY}\n`],
  ])('%s is read', async (_what, value) => {
    secret.value = value;
    expect(await apiKey.read('cached')).toBe(value.trim());
  });

  test('is asked for once while it is cached, and again when it is read anew', async () => {
    secret.value = KEY;
    await apiKey.read('cached');
    await apiKey.read('cached');
    expect(secret.asked).toBe(1);

    secret.value = 'sk_test_rotated';
    expect(await apiKey.read('anew')).toBe('sk_test_rotated');
    expect(await apiKey.read('cached')).toBe('sk_test_rotated');
    expect(secret.asked).toBe(2);
  });

  test.each([
    ['is the placeholder', 'unset'],
    ['is blank', ' '],
    ['is a publishable key', 'pk_test_51JHk3dLkR9'],
    ['is wrapped in JSON', `{"key":"${KEY}"}`],
    ['has a blank within', 'sk_test_51 JHk3dLkR9'],
    ['has two lines', `${KEY}\n${KEY}`],
  ])('that %s is not filled in, and the refusal does not quote it', async (_what, value) => {
    secret.value = value;
    const refused = await refusal();
    expect(refused.code).toBe('moment.unauthorised');
    expect(JSON.stringify([refused.message, refused.cause])).not.toContain(value.trim() || KEY);
  });

  test('may be filled in while the placeholder is cached', async () => {
    secret.value = 'unset';
    await refusal();
    secret.value = KEY;
    expect(await apiKey.read('anew')).toBe(KEY);
  });

  test('that Secrets Manager does not hand out makes Moment unavailable', async () => {
    expect((await refusal()).code).toBe('moment.unavailable');
    secret.value = KEY;
    expect(await apiKey.read('cached')).toBe(KEY);
  });

  test('stays usable from the cache while Secrets Manager is down', async () => {
    secret.value = KEY;
    await apiKey.read('cached');
    await secret.close();
    expect(await apiKey.read('cached')).toBe(KEY);
    const refused = await refusal('anew');
    expect([refused.code, refused.retryable]).toEqual(['moment.unavailable', true]);
  });
});
