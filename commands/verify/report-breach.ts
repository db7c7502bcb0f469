import type { AuditedLine, Breach, BreachKind } from '#shared/ledger/audit/breach.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import { visibleText } from '#shared/models/visible-text.ts';

const TITLES: Readonly<Record<BreachKind, string>> = {
  balance_wrong: 'The balance is not the sum of its entries',
  ending_balance_wrong: 'An ending balance is not the sum of the entries so far',
  sequence_gap: 'Entries are missing',
  sequence_repeated: 'Two entries have the same place',
  sequence_wrong: 'The obligation counts other entries than are there',
  currency_mixed: 'Entries are in another currency',
  balance_not_tracked: 'Entries without a balance',
  chain_broken: 'Entries were changed, put there or replaced',
  obligation_missing: 'Entries without an obligation',
  key_wrong: 'An entry is kept under another key than its own, so it could happen twice',
  cause_wrong: 'An entry has a cause that none of its type can have',
  paid_wrong: 'What a bill says that was paid is not what its payments add up to',
  adjustment_wrong: 'An adjustment is not what its payment and what was applied differ by',
  reversal_wrong: 'An entry undoes what it cannot undo',
  undone_too_much: 'An entry is undone by more than its amount',
  undone_wrong: 'What is counted as undone of an entry is not what its reversals say',
  event_missing: 'An entry has lost what caused it',
  event_altered: 'A raw event was changed',
  event_contradicts: 'An entry is not what its raw event says',
  redaction_unrecorded: 'Raw events were redacted, and no erasure is recorded',
  signature_wrong: 'Nothing shows that Moment signed a raw event',
  reference_missing: 'An obligation is not found by its reference',
  reference_wrong: 'A reference leads to the wrong obligation',
  request_wrong: 'What was presented is settled by what is no payment of its obligation',
  decision_wrong: 'What a person decided about an event is not what was done',
  reconciled_wrong: 'A row of a report could be entered again, or was never entered',
  rolled_back: 'The ledger is not what was anchored',
  unreadable: 'An item is not as our code writes it',
};

const LINES_SHOWN_MAX = 5;

export function breachLines(breach: Breach): string[] {
  const { kind, entries } = breach;
  const more = entries.length - LINES_SHOWN_MAX;
  return [
    `  ${TITLES[kind]} (${kind})`,
    `    ${whatIsWrong(breach)}`,
    ...entries.slice(0, LINES_SHOWN_MAX).map((line) => `    ${entryLine(line)}`),
    ...(more > 0 ? [`    ... and ${more} more entries`] : []),
  ];
}

function whatIsWrong({ kind, message, amounts, moved, currency = '' }: Breach): string {
  const money = (amount: number | bigint) => formatAmount(amount, currency);
  if (amounts) {
    const says = kind === 'event_contradicts' ? 'the raw event says' : 'the entries add up to';
    const { found, expected } = amounts;
    const apart = BigInt(found) - BigInt(expected);
    return `it is ${money(found)}, but ${says} ${money(expected)}: ${money(apart)} apart`;
  }
  const effect = moved === undefined ? '' : `, which moved the balance by ${money(moved)}`;
  return `${visible(message)}${effect}`;
}

function entryLine({ key, sequence, type, amount, endingBalance, currency }: AuditedLine): string {
  const [moved, ends] = [formatAmount(amount, currency), formatAmount(endingBalance, currency)];
  return `entry ${sequence}  ${type}  ${moved}  ->  ${ends}  ${visible(key)}`;
}

/** What somebody wrote into the table is shown, and no more of it than fits. */
export function visible(text: string): string {
  return visibleText(text.slice(0, 500));
}
