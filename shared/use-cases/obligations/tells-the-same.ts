import type { NewObligation } from '#shared/models/new-obligation.ts';
import type { ObligationAtMoment } from '#shared/models/obligation-at-moment.ts';

/**
 * Whether what Moment has is what we asked for, and hangs on the same: all but the balance, which payments may have
 * moved since. Moment may write a name, an e-mail or a phone in another way than it was sent, or leave it out; a date
 * that was not asked for may be any.
 */
export function isAsAsked(atMoment: ObligationAtMoment, asked: NewObligation): boolean {
  return differencesOf(atMoment, asked).length === 0;
}

/** Which members are others. */
export function differencesOf(
  atMoment: ObligationAtMoment,
  asked: NewObligation,
): readonly string[] {
  const { customerId, accountId } = asked;
  switch (asked.kind) {
    case 'customer': {
      const { name, email, phone, currency } = asked.facts;
      return differing(atMoment, { name, email, phone, currency });
    }
    case 'account': {
      const { name, currency } = asked.facts;
      return differing(atMoment, { name, currency, customerId });
    }
    case 'bill': {
      const { currency, amount_due: amountDue, bill_date, due_date: dueDate } = asked.facts;
      const billDate = bill_date ?? atMoment.billDate;
      return differing(atMoment, { currency, amountDue, billDate, dueDate, customerId, accountId });
    }
  }
}

/** What Moment does not tell is no difference. */
function differing(
  atMoment: ObligationAtMoment,
  facts: Readonly<Record<string, string | number | undefined>>,
): readonly string[] {
  const told: Readonly<Record<string, unknown>> = atMoment;
  return Object.entries(facts)
    .filter(
      ([member, asked]) =>
        told[member] !== undefined && plain(String(told[member])) !== plain(String(asked ?? '')),
    )
    .map(([member]) => member);
}

/** Without what is written one way or another. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s()-]/g, '');
}
