import * as z from 'zod/mini';
import type { ExceptionKind, ExceptionRow } from '#shared/models/exception.ts';
import { type ExceptionKey, exceptionId } from '#shared/models/exception-id.ts';
import { isValid } from '#shared/models/parsing.ts';
import { fromIntentItem, intentKeyOf } from './intent-items.ts';
import { headKey, heldItemKey, type Item, type ItemKey, intentKey, itemKeyOf, SK } from './keys.ts';
import { fromObligationItem } from './obligation-items.ts';

const Time = z.iso.datetime();
const UNREADABLE = { isUnreadable: true };

/** Where it is kept. */
export function keyOfException(key: ExceptionKey | undefined): ItemKey | undefined {
  if (!key) return undefined;
  if (key.kind === 'event') return heldItemKey(key.held);
  return key.kind === 'intent' ? intentKey(key.key) : headKey(key.obligationId);
}

/** Of a held event, whose row of the index has all that a list needs. */
export function toEventRow(kind: ExceptionKind, row: Item): ExceptionRow {
  const { receivedAt } = row;
  const since = timeIn(receivedAt, row);
  return { kind, id: idOf(kind, row), since, ...(since !== receivedAt && UNREADABLE) };
}

/**
 * Of an intent or a head, with what its item says: the sweep and the push move the time in the index. Undefined where
 * nothing is to be done about it by now.
 */
export function toRow(
  kind: 'intent' | 'push' | 'drift',
  row: Item,
  item: Item | 'unreadable' | undefined,
): ExceptionRow | undefined {
  if (!item) return undefined;
  const id = idOf(kind, row);
  if (item === 'unreadable') return { kind, id, since: timeIn(undefined, row), ...UNREADABLE };
  try {
    if (kind === 'intent') {
      const { startedAt, done } = fromIntentItem(item);
      return done ? undefined : { kind, id, since: startedAt };
    }
    const { untold } = fromObligationItem(item);
    if (untold?.state !== kind) return undefined;
    return { kind, id, since: untold.since, refusals: untold.refusals };
  } catch {
    const time = item[kind === 'intent' ? 'startedAt' : 'untoldSince'];
    return { kind, id, since: timeIn(time, row), ...UNREADABLE };
  }
}

/** The time, or else when it is to be looked at, which the index has of all. */
function timeIn(time: unknown, { attentionAt }: Item): string {
  const isTime = (value: unknown) => isValid(Time, value);
  return String([time, attentionAt].find(isTime) ?? new Date(0).toISOString());
}

function idOf(kind: ExceptionKind, row: Item): string {
  const { pk, sk } = itemKeyOf(row);
  switch (kind) {
    case 'intent':
      return exceptionId({ kind, key: intentKeyOf(row) });
    case 'push':
    case 'drift':
      return exceptionId({ kind, obligationId: pk });
    default: {
      const hash = sk.slice(SK.held.length);
      return exceptionId({ kind: 'event', held: { hash, paymentId: pk } });
    }
  }
}
