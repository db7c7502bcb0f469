import { ServiceError } from '#shared/errors.ts';
import type { SigningKey } from '#shared/ports/moment.ts';
import { parseSigningKey, problemOf, type SigningKeyFault } from './signing-key.ts';

export type SigningKeysRead = {
  readonly keys: readonly SigningKey[];
  readonly faults: readonly SigningKeyFault[];
};

/** Where the id of a key may be a key itself, and must not be told. */
const HIDDEN_ID = '(hidden)';

/**
 * The keys of a whole secret, a JSON object from our id of a key to the key as Moment gave it, or once it is retired
 * to that and the time since when Moment signs nothing with it:
 * `{"2026-11": "whsec_...", "2026-05": {"key": "whsec_...", "retired_at": "2026-11-28T12:00:00Z"}}`. A malformed one keeps no other from working. Nothing that is told quotes the secret.
 *
 * @throws ServiceError `config.invalid` if it is no such object
 */
export function readSigningKeys(text: string): SigningKeysRead {
  const keys: SigningKey[] = [];
  const faults: SigningKeyFault[] = [];
  for (const [id, value] of Object.entries(parseObject(text))) {
    const { secret, retirement } = readValue(value);
    const fault = faultOf(id, secret) ?? (retirement && faultOfRetirement(id, retirement.at));
    if (fault) faults.push(fault);
    else keys.push({ ...parseSigningKey(id, String(secret)), ...retiredAt(retirement?.at) });
  }
  return { keys, faults };
}

// By hand: the webhook would load zod with a schema.
function readValue(value: unknown): {
  readonly secret: unknown;
  readonly retirement?: { readonly at: unknown };
} {
  if (typeof value !== 'object' || value === null || !('key' in value)) return { secret: value };
  return { secret: value.key, retirement: { at: 'retired_at' in value && value.retired_at } };
}

/** A time with its zone, as RFC 3339 writes it: without one, each machine would read another. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function faultOfRetirement(keyId: string, at: unknown): SigningKeyFault | undefined {
  if (INSTANT.test(String(at)) && !Number.isNaN(Date.parse(String(at)))) return undefined;
  return { keyId, problem: 'is retired without a "retired_at" such as "2026-11-28T12:00:00Z"' };
}

function retiredAt(at: unknown): Pick<SigningKey, 'retiredAt'> {
  return at === undefined ? {} : { retiredAt: new Date(String(at)).toISOString() };
}

function faultOf(keyId: string, secret: unknown): SigningKeyFault | undefined {
  if (keyId.trim() === '') return { keyId, problem: 'has no id: give it a name such as "2026-11"' };
  if (keyId.includes('whsec_') || problemOf(keyId) === undefined) {
    return { keyId: HIDDEN_ID, problem: 'has a key for an id: the id comes first, then the key' };
  }
  if (typeof secret !== 'string') return { keyId, problem: 'is not text' };
  const problem = problemOf(secret);
  return problem === undefined ? undefined : { keyId, problem };
}

function parseObject(text: string): object {
  const value = tryJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  // Without the cause: it would quote the secret.
  throw new ServiceError(
    'config.invalid',
    'The secret of the signing keys must be JSON such as {"2026-11": "whsec_..."}, not a key alone',
  );
}

function tryJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What is not JSON is no object.
  }
  return value;
}
