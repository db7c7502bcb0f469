import type { NewObligation } from '#shared/models/new-obligation.ts';
import type { ObligationAtMoment } from '#shared/models/obligation-at-moment.ts';
import type { MomentAnswer, MomentApi } from '#shared/ports/moment.ts';

/** One obligation, on what is there already. */
export function createAtMoment(
  part: NewObligation,
  momentKey: string,
  deadline: number,
  moment: MomentApi,
): Promise<MomentAnswer<ObligationAtMoment>> {
  const { customerId: customer, accountId: account } = part;
  switch (part.kind) {
    case 'customer':
      return moment.createCustomer(part.facts, momentKey, deadline);
    case 'account':
      return moment.createAccount({ ...part.facts, customer }, momentKey, deadline);
    case 'bill': {
      const on = account === undefined ? { customer } : { account };
      return moment.createBill({ ...part.facts, ...on }, momentKey, deadline);
    }
  }
}

/** What Moment has under its reference. */
export function findPart(
  { kind, facts }: NewObligation,
  deadline: number,
  moment: MomentApi,
): Promise<ObligationAtMoment | undefined> {
  return moment.findAtMoment(kind, facts.external_reference, deadline);
}
