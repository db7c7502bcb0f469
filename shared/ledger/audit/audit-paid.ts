import { paidOn } from '#shared/ledger/paid.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Breach } from './breach.ts';

/** What a bill says that was paid on it is what its payments add up to. */
export function auditPaid(
  { id, currency, paid = 0, paidBefore = 0 }: Obligation,
  lines: readonly StatementLine[],
): readonly Breach[] {
  const expected = Number(
    lines.reduce((sum, line) => sum + BigInt(paidOn(line)), BigInt(paidBefore)),
  );
  if (paid === expected) return [];
  const message = `it says that ${paid} is paid, but its payments add up to ${expected}`;
  const amounts = { found: paid, expected };
  return [{ kind: 'paid_wrong', obligationId: id, message, amounts, currency, entries: [] }];
}
