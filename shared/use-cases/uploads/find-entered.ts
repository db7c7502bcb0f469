import { amountOf, importKey, type SoundRow } from '#shared/models/import-row.ts';
import type { Changes } from '#shared/ports/changes.ts';
import type { EnteredBefore } from '#shared/ports/importing.ts';
import type { IntentStore } from '#shared/ports/intents.ts';

export type FindEnteredDeps = {
  readonly changes: Pick<Changes, 'findDone'>;
  readonly intents: Pick<IntentStore, 'find'>;
};

/** What stands under the key of a row. */
export type Entered = EnteredBefore & {
  readonly as: 'create' | 'update';
  /** ISO 8601. */
  readonly at: string;
};

/**
 * What a file of the same name has entered for a row, though a payment may have moved it since. The key is kept with
 * what was done, for ever: no other journal is needed.
 */
export async function findEntered(
  row: SoundRow,
  batch: string,
  { changes, intents }: FindEnteredDeps,
): Promise<Entered | undefined> {
  const key = importKey(row.wanted, batch);
  const [[done], intent] = await Promise.all([changes.findDone(key), intents.find(key)]);
  const amounts = amountOf(row.wanted);
  if (done) {
    const { obligationId: id, recordedAt: at } =
      done.kind === 'unchanged' ? done.unchanged : done.entry;
    return { id, ...amounts, as: 'update', at };
  }
  if (!intent?.done || !('obligationId' in intent.done)) return undefined;
  return { id: intent.done.obligationId, ...amounts, as: 'create', at: intent.startedAt };
}
