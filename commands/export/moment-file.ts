import { type BillResponse, CustomerResponse } from '#shared/api/response-schemas.ts';
import { type Debtor, toDailyRow, writeDailyRows } from '#shared/files/daily-file/daily-file.ts';
import { inOrder } from '#shared/use-cases/in-order.ts';
import type { Listed } from './listed.ts';
import type { Kind, MomentFileOptions } from './options.ts';
import { AT_ONCE, type ReadApi } from './read-api.ts';
import type { Tally } from './tally.ts';

/** Told of whoever is not in the file. */
export type LeftOut = (reference: string, missing: readonly string[]) => void;

/** The daily file of one kind and one currency, row by row. */
export async function* writeMomentFile(
  api: ReadApi,
  { kind, currency }: MomentFileOptions,
  tally: Tally,
  leftOut: { readonly otherCurrency: () => void; readonly incomplete: LeftOut },
): AsyncGenerator<string> {
  yield writeDailyRows([], true);
  const withCustomer = async (one: Listed) => [one, await customerOf(api, kind, one)] as const;
  const owing = inOrder(api.listTracked(kind), AT_ONCE, withCustomer);
  for await (const [one, customer] of owing) {
    tally.obligations += 1;
    if (one.currency !== currency) {
      leftOut.otherCurrency();
      continue;
    }
    const debtor = toDebtor(one, customer, currency);
    const read = toDailyRow(debtor);
    if (!read.ok) {
      leftOut.incomplete(one.external_reference, read.missing);
      continue;
    }
    tally.add(currency, Math.max(0, debtor.owed));
    yield writeDailyRows([read.row], false);
  }
}

/** Who owes it: accounts and bills hang on somebody. */
async function customerOf(
  api: ReadApi,
  kind: Kind,
  one: Listed,
): Promise<Partial<CustomerResponse> | undefined> {
  if (kind === 'customers') return one;
  const { customer_id } = one as Pick<BillResponse, 'customer_id'>;
  if (customer_id === undefined) return undefined;
  return api.json(CustomerResponse, `/customers/${customer_id}`);
}

function toDebtor(
  one: Listed,
  customer: Partial<CustomerResponse> | undefined,
  currency: string,
): Debtor {
  return {
    externalReference: one.external_reference,
    name: customer?.name,
    email: customer?.email,
    phone: customer?.phone,
    metadata: { ...customer?.metadata, ...one.metadata },
    owed: one.balance ?? 0,
    currency,
    dueDate: 'due_date' in one ? one.due_date : undefined,
  };
}
