import { formatAmount } from '#shared/models/format-amount.ts';
import { decimalOf } from './decimal.ts';
import { escapeHtml } from './page.ts';
import type { Statement, StatementLine } from './statement.ts';

/** What the payer did last, if anything. */
export type Told = {
  readonly receipt?: string | undefined;
  readonly refusal?: string | undefined;
};

/** Each form has a visit of its own, by which a payment that is sent twice is known. */
export function viewStatement(
  { owner, lines }: Statement,
  { receipt, refusal }: Told,
  newVisit: () => string,
): string {
  const told = [
    receipt && `<p role="status">Paid. The receipt is payment ${escapeHtml(receipt)}.</p>`,
    refusal && `<p role="alert">Not paid. ${escapeHtml(refusal)}</p>`,
  ].filter(Boolean);
  const sections = lines.map((line) => viewLine(line, newVisit()));
  return [
    `<h1><bdi>${escapeHtml(titleOf(owner))}</bdi></h1>`,
    ...told,
    ...(sections.length > 0 ? sections : ['<p>Nothing is owed.</p>']),
  ].join('\n');
}

export function titleOf({ kind, record }: Statement['owner']): string {
  return (kind === 'bill' ? undefined : record.name) ?? record.external_reference;
}

function viewLine(line: StatementLine, visit: string): string {
  const { obligation, outstanding, currency } = line;
  const { kind, record } = obligation;
  const what = {
    customer: 'Balance',
    account: `Account ${titleOf(obligation)}`,
    bill: `Bill ${record.external_reference}`,
  }[kind];
  const due = kind === 'bill' && record.due_date ? `, due ${record.due_date}` : '';
  const sum = formatAmount(Math.abs(outstanding), currency);
  const state = outstanding < 0 ? `${sum} in credit` : `${sum} owed`;
  return `<section aria-label="${escapeHtml(what)}">
<h2><bdi>${escapeHtml(what)}</bdi></h2>
<p>${escapeHtml(state + due)}</p>
${viewForm(line, visit)}
</section>`;
}

function viewForm({ obligation, outstanding, currency, payable }: StatementLine, visit: string) {
  if (!payable) return '<p>Nothing can be paid on this.</p>';
  const { least, most } = payable;
  const suggested = Math.min(most, Math.max(least, outstanding));
  const value = outstanding > 0 || least === most ? decimalOf(suggested, currency) : '';
  const readonly = least === most ? ' readonly' : '';
  return `<form method="post">
<input type="hidden" name="visit" value="${escapeHtml(visit)}">
<input type="hidden" name="pays" value="${escapeHtml(obligation.record.id)}">
<label>${escapeHtml(currency)} <input name="amount" inputmode="decimal" autocomplete="off" required value="${value}"${readonly}></label>
<button>Pay</button>
</form>`;
}
