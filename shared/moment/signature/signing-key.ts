import { ServiceError } from '#shared/errors.ts';
import type { SigningKey } from '#shared/ports/moment.ts';

const PREFIX = 'whsec_';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** The range that Standard Webhooks allows; a key outside it is a copy that went wrong. */
const KEY_BYTES_MIN = 24;
const KEY_BYTES_MAX = 64;

/** What people paste around a key, from the outside in. A later one is looked for once the earlier are cut off. */
const PASTED: readonly { readonly around: RegExp; readonly problem: string }[] = [
  {
    around: /^\s*[\r\n]\s*|\s*[\r\n]\s*$/g,
    problem: 'has a line break around it: cut it off',
  },
  { around: /^\s+|\s+$/g, problem: 'has blanks around it: cut them off' },
  { around: /^["'`“”‘’]+|["'`“”‘’]+$/g, problem: 'is in quotes: cut them off' },
  {
    around: /^v\d\w*,\s*/,
    problem: `begins with the version of a signature (v1,): cut it off, so that the key begins with ${PREFIX}`,
  },
  { around: /^whsec_(?=whsec_)/, problem: `begins with ${PREFIX} twice: cut one of them off` },
];

/** A key that cannot be used, and why, in words that do not quote it. */
export type SigningKeyFault = { readonly keyId: string; readonly problem: string };

/**
 * The bytes of a signing key from the form in which Moment hands it out: `whsec_` and base64, the prefix
 * optional. The error never holds the key.
 *
 * @throws ServiceError `config.invalid`
 */
export function parseSigningKey(id: string, secret: string): SigningKey {
  const problem = problemOf(secret);
  if (problem === undefined) return { id, bytes: bytesOf(secret) };
  throw new ServiceError('config.invalid', describeFault({ keyId: id, problem }));
}

export function describeFault({ keyId, problem }: SigningKeyFault): string {
  return `Signing key "${keyId}" ${problem}; it must be as Moment gave it (${PREFIX}...)`;
}

/** What is wrong with a key, or undefined where it can be used. */
export function problemOf(secret: string): string | undefined {
  const pasted: string[] = [];
  let rest = secret;
  for (const { around, problem } of PASTED) {
    const without = rest.replace(around, '');
    if (without !== rest) pasted.push(problem);
    rest = without;
  }
  if (pasted.length > 0) return pasted.join('; ');
  if (secret === '' || secret === PREFIX) return 'is empty';
  if (/\s/.test(secret)) return 'has a blank or a line break inside: it was broken in copying';
  if (!BASE64.test(withoutPrefix(secret)))
    return 'is not base64: it is cut short or has other characters';
  const { length } = bytesOf(secret);
  return length < KEY_BYTES_MIN || length > KEY_BYTES_MAX
    ? `is ${length} bytes long instead of ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX}`
    : undefined;
}

/** The two texts that somebody who forgets to decode a key signs with: the commonest mistake of a signer. */
export function textsOf({ bytes }: SigningKey): readonly string[] {
  const base64 = Buffer.from(bytes).toString('base64');
  return [PREFIX + base64, base64];
}

function withoutPrefix(secret: string): string {
  return secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
}

function bytesOf(secret: string): Buffer {
  return Buffer.from(withoutPrefix(secret), 'base64');
}
