import { Wrong } from '#commands/kit/wrong.ts';
import { ServiceError } from '#shared/errors.ts';
import { readSigningKeys } from '#shared/moment/signature/read-signing-keys.ts';
import { describeFault } from '#shared/moment/signature/signing-key.ts';
import type { SigningKey } from '#shared/ports/moment.ts';

const FILL_IN = 'Fill in the secret: docs/deploy.md#fill-in-the-secrets';

export type ApiKeyMode = 'test' | 'live';

/** Moment's documentation tells the mode of a key by its beginning. @throws Wrong */
export function checkApiKey(text: string): ApiKeyMode {
  const key = text.trim();
  if (!/^sk_\S+$/.test(key)) {
    throw new Wrong("The secret of Moment's API key holds no key that begins with sk_", FILL_IN);
  }
  return key.startsWith('sk_test_') ? 'test' : 'live';
}

/** @throws Wrong, also for one malformed key among good ones */
export function checkSigningKeys(text: string): readonly SigningKey[] {
  const { keys, faults } = readAll(text);
  if (faults.length > 0) throw new Wrong(faults.map(describeFault).join('. '), FILL_IN);
  if (keys.length > 0) return keys;
  const todo = `Ask Moment for the signing key. ${FILL_IN}`;
  throw new Wrong('The secret of the signing keys holds none', todo);
}

function readAll(text: string) {
  try {
    return readSigningKeys(text);
  } catch (error) {
    if (!ServiceError.is(error, 'config.invalid')) throw error;
    throw new Wrong(error.message, FILL_IN, { cause: error });
  }
}
