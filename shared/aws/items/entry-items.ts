import { Cause } from '#shared/models/cause.ts';
import { type ChainedEntry, ChainHash } from '#shared/models/chain.ts';
import { Entry, paymentKey, StatementLine } from '#shared/models/entry.ts';
import { parse, tryParse } from '#shared/models/parsing.ts';
import { OtherTelling } from '#shared/models/telling.ts';
import { entryItemKey, type Item, itemKeyOf, keyOfEntry, tellingKey } from './keys.ts';
import { fromEventAttributes, toEventAttributes } from './raw.ts';

export function toEntryItem({ key, cause, ...entry }: Entry): Item {
  return { ...entryItemKey(key), ...entry, ...toCauseAttributes(cause) };
}

export function fromEntryItem(item: Item): Entry {
  return parse(Entry, { ...membersOf(item), cause: causeOf(item) });
}

/** Also one whose cause is gone, so that one missing part hides no other mistake. */
export function fromKeptEntryItem(item: Item): ChainedEntry {
  const line = parse(StatementLine, membersOf(item));
  const cause = tryParse(Cause, causeOf(item));
  const previous = tryParse(ChainHash, item['previous']);
  return {
    ...line,
    ...(previous.ok && { previous: previous.value }),
    ...(cause.ok && { cause: cause.value }),
  };
}

/** A row of the index `statement`. */
export function fromStatementRow(row: Item): StatementLine {
  return parse(StatementLine, membersOf(row));
}

/** It stands in the index `statement` beside the payment that it tells of. */
export function toTellingItem({ cause, ...telling }: OtherTelling): Item {
  return { ...tellingKey(paymentKey(telling)), ...telling, ...toEventAttributes(cause) };
}

export function fromTellingItem(item: Item): OtherTelling {
  return parse(OtherTelling, { ...item, cause: fromEventAttributes(item) });
}

function membersOf(item: Item): Item {
  return { ...item, key: keyOfEntry(itemKeyOf(item)) };
}

function toCauseAttributes(cause: Cause): Item {
  if (cause.kind === 'event') return toEventAttributes(cause);
  const { kind: _, key: commandKey, ...asked } = cause;
  return { commandKey, ...asked };
}

function causeOf(item: Item): Item {
  const { commandKey, requestHash, actor, reason, note } = item;
  return commandKey === undefined
    ? fromEventAttributes(item)
    : { kind: 'command', key: commandKey, requestHash, actor, reason, note };
}
