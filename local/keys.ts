import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const PREFIX = 'whsec_';
/** What Standard Webhooks allows for a key. */
const KEY_BYTES_MIN = 24;
const KEY_BYTES_MAX = 64;
const FILE = 'keys.json';

const LocalKeys = z.object({ apiKey: z.string().min(1), signingSecret: z.string().min(1) });
/** What Moment would have given to the merchant. */
export type LocalKeys = z.infer<typeof LocalKeys>;

/** The keys of an earlier run with the same directory, or new ones. */
export function findOrMakeKeys(
  directory: string | undefined,
  signingSecret: string | undefined,
): { readonly keys: LocalKeys; readonly isKept: boolean } {
  const given = signingSecret === undefined ? {} : { signingSecret: checked(signingSecret) };
  const kept = directory === undefined ? undefined : read(join(directory, FILE));
  return { keys: { ...(kept ?? makeKeys()), ...given }, isKept: kept !== undefined };
}

/** For the next run to find; once all has started, so that a start that failed leaves no trace. */
export function keepKeys(directory: string, keys: LocalKeys): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, FILE), JSON.stringify(keys), { mode: 0o600 });
}

function makeKeys(): LocalKeys {
  return {
    apiKey: `sk_test_${randomBytes(24).toString('hex')}`,
    signingSecret: PREFIX + randomBytes(32).toString('base64'),
  };
}

function read(path: string): LocalKeys | undefined {
  try {
    return LocalKeys.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function checked(signingSecret: string): string {
  const text = signingSecret.startsWith(PREFIX) ? signingSecret.slice(PREFIX.length) : '';
  const key = Buffer.from(text, 'base64');
  const isExact = key.toString('base64') === text;
  if (isExact && key.length >= KEY_BYTES_MIN && key.length <= KEY_BYTES_MAX) return signingSecret;
  throw new Error(
    `MOMENT_SIGNING_SECRET must be ${PREFIX} and the base64 of ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} bytes; ` +
      `make one with: echo "${PREFIX}$(head -c 32 /dev/urandom | base64)"`,
  );
}
