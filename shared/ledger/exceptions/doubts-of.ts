import { decideContained } from '#shared/ledger/contained.ts';
import { perhapsOthers } from '#shared/ledger/perhaps-told-twice.ts';
import type { Standing } from '#shared/ledger/standing.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import { openingKey, paymentKey } from '#shared/models/entry.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { Word } from './enter-by-word.ts';

/**
 * Keys of entries that a payment may be in already: of payments that it may be under another id, and the opening of an
 * obligation whose balance may contain it. Left out is what the word is about, and what a person said it is not.
 *
 * @param doubt as it stands where the payment's entry would
 */
export function doubtsOf(
  movement: Movement,
  standing: Standing,
  doubt: Doubt | undefined,
  { reason, confirmed }: Word,
): readonly string[] {
  const { obligationId, paymentId, toldBy } = movement;
  const opening = openingKey(obligationId);
  const keyOf = (perhaps: string) =>
    perhaps === paymentId ? opening : paymentKey({ obligationId, paymentId: perhaps });
  const raised = [doubt?.application, doubt?.request].filter((each) => each !== undefined);
  const contained = decideContained(movement, standing.obligation, undefined);
  const perhaps = [
    ...raised.map(keyOf),
    ...(contained ? [opening] : []),
    ...perhapsOthers(movement, standing).map(keyOf),
  ];
  const own = doubt?.[toldBy];
  const isEnded = (key: string) =>
    confirmed?.includes(key) ||
    (reason === 'perhaps_contained' && key === opening) ||
    (reason === 'perhaps_told_twice' && key === (own && keyOf(own)));
  return [...new Set(perhaps)].filter((key) => !isEnded(key));
}
