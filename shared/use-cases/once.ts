import { ServiceError } from '#shared/errors.ts';
import type { Intent } from '#shared/models/intent.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';
import { IntentRun } from './intent-run.ts';
import { nextTryAt } from './next-look.ts';
import { referenceReserved, referenceTaken } from './obligations/reference-refusals.ts';
import { hashRequest } from './request-hash.ts';

export type OnceDeps = {
  readonly intents: IntentStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
};

type Begun = Pick<Intent, 'key' | 'requestHash' | 'momentKey' | 'startedAt' | 'tries'>;

/** A command that is carried out once under its key, however often it is asked for and whatever crashes. */
export type Command<I extends Intent> = {
  readonly operation: I['operation'];
  readonly key: string;
  /** What makes two requests the same. */
  readonly asked: unknown;
  /** Hash of what is left to compare where the person was erased. */
  readonly erasedHash?: string | undefined;
  /** What to carry out, decided where nothing is stored under the key yet: whoever resumes does the same. */
  readonly propose: (begun: Begun) => I | Promise<I>;
  /** Carries the stored intent to its end, from wherever an earlier run stopped. */
  readonly carryOut: (run: IntentRun<I>) => Promise<NonNullable<I['done']>>;
};

/** `replayed` if it was done before. */
export type Once<I extends Intent> = {
  readonly intent: I;
  readonly done: NonNullable<I['done']>;
  readonly replayed: boolean;
};

/**
 * Stores the intent before anything is done; replays what was done; resumes what an earlier run left.
 *
 * @throws ServiceError `idempotency_key.reused`, `*.exists`, `*.creation_pending`, and what the
 *   command throws; what may pass says under which key to ask again.
 */
export async function once<I extends Intent>(
  command: Command<I>,
  deps: OnceDeps,
): Promise<Once<I>> {
  const { operation, key, asked, erasedHash, carryOut } = command;
  const requestHash = hashRequest(operation, asked);
  const found = await deps.intents.find(key);
  const begun = found
    ? { kind: 'exists' as const, intent: found }
    : await begin(command, requestHash, deps);
  if (begun.kind === 'begun') {
    const done = await carryOn(begun.intent, carryOut, deps);
    return { intent: begun.intent, done, replayed: false };
  }
  const { intent } = begun;
  const isSame = [requestHash, erasedHash].includes(intent.requestHash);
  if (!isFor<I>(intent, operation) || !isSame) {
    throw new ServiceError(
      'idempotency_key.reused',
      'This Idempotency-Key came with another request before; use a new one for each new request',
    );
  }
  if (intent.done) return { intent, done: intent.done, replayed: true };
  await deps.intents.markTried(key, nextTryAt(intent.startedAt, deps.clock.now()));
  return { intent, done: await carryOn(intent, carryOut, deps), replayed: false };
}

/** The new intent, or the one that another run stored meanwhile. */
async function begin<I extends Intent>(
  { key, propose }: Command<I>,
  requestHash: string,
  { intents, clock, randomness }: OnceDeps,
): Promise<
  | { readonly kind: 'begun'; readonly intent: I }
  | { readonly kind: 'exists'; readonly intent: Intent }
> {
  const startedAt = new Date(clock.now()).toISOString();
  const momentKey = randomness.uuid();
  const proposed = await propose({ key, requestHash, momentKey, startedAt, tries: 1 });
  const begun = await intents.begin(proposed, nextTryAt(startedAt, clock.now()));
  switch (begun.kind) {
    case 'begun':
      return { kind: 'begun', intent: proposed };
    case 'exists':
      return begun;
    case 'reference_taken':
      throw referenceTaken(begun.of, begun.reference, begun.obligationId);
    case 'reference_reserved':
      throw referenceReserved(begun.of, begun.reference, begun.intentKey);
  }
}

/**
 * Carries a stored intent on. A refusal forgets it, so that the same key may be tried again; what may pass leaves
 * it for the next run, and says under which key to ask again.
 */
export async function carryOn<I extends Intent>(
  intent: I,
  carryOut: (run: IntentRun<I>) => Promise<NonNullable<I['done']>>,
  deps: OnceDeps,
): Promise<NonNullable<I['done']>> {
  const run = new IntentRun(intent, deps);
  try {
    return await carryOut(run);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.retryable) throw error.with({ idempotency_key: intent.key });
    // Of this nobody knows whether it was done: forgetting it would let the same key do it again.
    if (!ServiceError.is(error, 'presentation.unresolved')) {
      await deps.intents.discard(run.intent, run.momentKey);
    }
    throw error;
  }
}

function isFor<I extends Intent>(intent: Intent, operation: I['operation']): intent is I {
  return intent.operation === operation;
}
