import { ServiceError } from '#shared/errors.ts';
import type { SigningKey } from '#shared/ports/moment.ts';

const PREFIX = 'whsec_';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** The range that Standard Webhooks allows; a key outside it is a copy that went wrong. */
const KEY_BYTES_MIN = 24;
const KEY_BYTES_MAX = 64;

/**
 * The bytes of a signing key from the form in which Moment hands it out: `whsec_` and base64, the prefix
 * optional. The error never holds the key.
 *
 * @throws ServiceError `config.invalid`
 */
export function parseSigningKey(id: string, secret: string): SigningKey {
  const wrong = (what: string) =>
    new ServiceError(
      'config.invalid',
      `Signing key "${id}" ${what}; copy it again as Moment gave it (whsec_...)`,
    );

  if (secret.trim() !== secret) throw wrong('has blanks around it');
  const base64 = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  if (!BASE64.test(base64)) throw wrong('is not base64');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < KEY_BYTES_MIN || bytes.length > KEY_BYTES_MAX) {
    throw wrong(`is ${bytes.length} bytes long instead of ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX}`);
  }
  return { id, bytes };
}
