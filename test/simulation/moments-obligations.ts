import type { ObligationKind } from '#shared/models/obligation-id.ts';

type Members = Readonly<Record<string, unknown>>;

/** One payment, by its number in this world. */
export type MomentsPayment = {
  readonly number: number;
  readonly amount: number;
  readonly at: number;
};

/** What Moment has of a customer, an account or a bill. */
export type MomentsObligation = {
  readonly id: string;
  readonly kind: ObligationKind;
  readonly reference: string;
  readonly customerId: string | undefined;
  readonly accountId: string | undefined;
  /** As it was created with, but for what it hangs on. */
  readonly facts: Members;
  /** Minor units; of a bill what is due. Undefined where no balance is tracked. */
  owed: number | undefined;
  /** Of a bill. */
  amountPaid: number;
  /** What it was paid, whatever Moment makes of that. */
  readonly payments: MomentsPayment[];
  /** How often an update was refused. */
  refusals: number;
};

const PREFIXES = { customer: 'bcus', account: 'bacc', bill: 'bill' } as const;
const KINDS: Readonly<Record<string, ObligationKind>> = {
  customers: 'customer',
  accounts: 'account',
  bills: 'bill',
};

/** What a path of the billing API is about. */
export function kindOfPath(path: string): ObligationKind | undefined {
  return KINDS[path.split('/')[2] ?? ''];
}

/** All that Moment has of one merchant's. */
export class MomentsObligations {
  readonly #byId = new Map<string, MomentsObligation>();
  readonly #byReference = new Map<string, MomentsObligation>();

  find(kind: ObligationKind, idOrReference: string): MomentsObligation | undefined {
    const found = this.#byId.get(idOrReference);
    return found?.kind === kind ? found : this.#byReference.get(`${kind} ${idOrReference}`);
  }

  get(id: string): MomentsObligation | undefined {
    return this.#byId.get(id);
  }

  /** Undefined where what it is to hang on is not there. */
  create(kind: ObligationKind, body: Members, mark = 'x'): MomentsObligation | undefined {
    const { customer, account, external_reference, ...facts } = body;
    const reference = String(external_reference);
    const onAccount = account === undefined ? undefined : this.find('account', String(account));
    const onCustomer = customer === undefined ? undefined : this.find('customer', String(customer));
    if (kind === 'account' && !onCustomer) return undefined;
    if (kind === 'bill' && !onCustomer && !onAccount) return undefined;
    const owed = kind === 'bill' ? facts['amount_due'] : facts['balance'];
    const created: MomentsObligation = {
      ...{ kind, reference, facts },
      id: `${PREFIXES[kind]}_${reference.replaceAll('-', mark)}`,
      customerId: onCustomer?.id ?? onAccount?.customerId,
      accountId: onAccount?.id,
      owed: typeof owed === 'number' ? owed : undefined,
      ...{ amountPaid: 0, payments: [], refusals: 0 },
    };
    this.#byId.set(created.id, created);
    this.#byReference.set(`${kind} ${reference}`, created);
    return created;
  }
}

/** As the API answers it. */
export function viewOf({ facts, owed, amountPaid, ...obligation }: MomentsObligation): Members {
  const { id, kind, reference, customerId, accountId } = obligation;
  const common = { ...facts, id, external_reference: reference };
  if (kind === 'customer') return { ...common, ...(owed !== undefined && { balance: owed }) };
  const account = { ...common, customer_id: customerId };
  if (kind === 'account') return { ...account, ...(owed !== undefined && { balance: owed }) };
  const remaining = Math.max(0, (owed ?? 0) - amountPaid);
  return {
    ...account,
    ...{ account_id: accountId, amount_due: owed, amount_paid: amountPaid },
    ...{ amount_remaining: remaining, status: remaining > 0 ? 'unpaid' : 'paid' },
    bill_date: facts['bill_date'] ?? '2026-06-18',
  };
}
