import { ServiceError } from '#shared/errors.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import type { Intent, IntentOperation, StoredAnswer } from '#shared/models/intent.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';

export type IntentDeps = {
  readonly intents: IntentStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
};

/** What a write answers; `replayed` if it was done before under the same key. */
export type CommandAnswer = StoredAnswer & { readonly replayed: boolean };

// A Moment that answers every new key with a stored failure is down, not forgetful.
const SPENT_KEYS_MAX = 3;

/** @param asked what makes two requests the same; `request` may hold what was computed from it. */
export function newIntent(
  {
    key,
    operation,
    asked,
    request,
  }: { key: string; operation: IntentOperation; asked: unknown; request: unknown },
  { clock, randomness }: IntentDeps,
): Intent {
  return {
    key,
    operation,
    requestHash: hashBytes(JSON.stringify([operation, asked])),
    request,
    momentKey: randomness.uuid(),
    startedAt: new Date(clock.now()).toISOString(),
    tries: 1,
  };
}

/** @throws ServiceError `idempotency_key.reused` */
export function requireSameRequest(stored: Intent, proposed: Intent): void {
  if (stored.requestHash === proposed.requestHash) return;
  throw new ServiceError(
    'idempotency_key.reused',
    'This Idempotency-Key came with another request before; use a new one for each new request',
  );
}

/**
 * Calls Moment under the intent's key. Moment replays a stored failure for 24 hours, so a key that met one
 * is spent and is replaced; `replaced` says that an earlier key may have had an effect all the same.
 */
export async function callMoment<T>(
  intent: Intent,
  { intents, randomness }: IntentDeps,
  call: (momentKey: string) => Promise<T>,
): Promise<{ readonly result: T; readonly replaced: boolean }> {
  let { momentKey } = intent;
  for (let spent = 0; ; spent += 1) {
    try {
      return { result: await call(momentKey), replaced: spent > 0 };
    } catch (error) {
      if (!ServiceError.is(error, 'moment.key_spent') || spent === SPENT_KEYS_MAX) throw error;
      momentKey = await intents.replaceMomentKey(intent.key, momentKey, randomness.uuid());
    }
  }
}
