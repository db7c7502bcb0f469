import type { ChainedEntry } from '#shared/models/chain.ts';
import type { StatementLine } from '#shared/models/entry.ts';

/** In which way a ledger breaks its promises. */
export type BreachKind =
  | 'balance_wrong'
  | 'ending_balance_wrong'
  | 'sequence_gap'
  | 'sequence_repeated'
  | 'sequence_wrong'
  | 'currency_mixed'
  | 'balance_not_tracked'
  | 'chain_broken'
  | 'obligation_missing'
  | 'key_wrong'
  | 'cause_wrong'
  | 'adjustment_wrong'
  | 'paid_wrong'
  | 'reversal_wrong'
  | 'undone_too_much'
  | 'undone_wrong'
  | 'event_missing'
  | 'event_altered'
  | 'event_contradicts'
  | 'redaction_unrecorded'
  | 'signature_wrong'
  | 'reference_missing'
  | 'reference_wrong'
  | 'request_wrong'
  | 'decision_wrong'
  | 'reconciled_wrong'
  | 'rolled_back'
  | 'unreadable';

export type AuditedLine = Pick<
  StatementLine,
  'key' | 'sequence' | 'type' | 'amount' | 'endingBalance' | 'currency'
>;

/** A promise that the ledger breaks: where, in words, and the entries that show it. */
export type Breach = {
  readonly kind: BreachKind;
  readonly obligationId?: string | undefined;
  /** Amounts in it are minor units. */
  readonly message: string;
  /** What is there and what it must be, in minor units, where an amount is wrong. */
  readonly amounts?: { readonly found: number; readonly expected: number } | undefined;
  /** By how much entries that are missing moved the balance, in minor units. */
  readonly moved?: number | undefined;
  readonly currency?: string | undefined;
  readonly entries: readonly AuditedLine[];
};

export function toAuditedLine(entry: StatementLine): AuditedLine {
  const { key, sequence, type, amount, endingBalance, currency } = entry;
  return { key, sequence, type, amount, endingBalance, currency };
}

/** What is wrong with one entry. */
export function breachOf(entry: ChainedEntry, kind: BreachKind, message: string): Breach {
  const { obligationId, currency } = entry;
  return { kind, obligationId, message, currency, entries: [toAuditedLine(entry)] };
}
