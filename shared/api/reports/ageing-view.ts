import { majorUnits, type Row } from '#shared/api/csv/write-csv.ts';
import { type Aged, type AgedObligation, BUCKETS } from '#shared/models/aged.ts';
import type { AgedObligationResponse, AgeingRow } from './ageing-schemas.ts';

/** By currency, in the order of the alphabet. */
export function viewAgedSums(sums: ReadonlyMap<string, Aged>): AgeingRow[] {
  return [...sums]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([currency, aged]) => ({ currency, ...viewAged(aged) }));
}

export function viewAgedObligation(obligation: AgedObligation): AgedObligationResponse {
  const { id, kind, externalReference, customerId, sequence, currency, aged } = obligation;
  return {
    ...{ id, kind, external_reference: externalReference, customer_id: customerId },
    ...{ sequence, currency },
    ...viewAged(aged),
  };
}

/** Bounds were checked where it was added up. */
function viewAged(aged: Aged) {
  return { ...aged, total: BUCKETS.reduce((sum, bucket) => sum + aged[bucket], 0) };
}

/** Not by the names of JSON, which a spreadsheet takes for dates. */
const AMOUNTS = {
  current: 'current',
  days_1_to_30: '1-30',
  days_31_to_60: '31-60',
  days_61_to_90: '61-90',
  over_90: 'over_90',
  total: 'total',
} as const;
type Amount = keyof typeof AMOUNTS;
const AMOUNT_COLUMNS = Object.keys(AMOUNTS) as readonly Amount[];

type AgeingColumn =
  | ('as_of' | 'id' | 'kind' | 'external_reference' | 'customer_id' | 'sequence' | 'currency')
  | `${Amount}_minor`
  | `${Amount}_major`;

export const AGEING_COLUMNS: readonly AgeingColumn[] = [
  ...(['as_of', 'id', 'kind', 'external_reference', 'customer_id'] as const),
  ...(['sequence', 'currency'] as const),
  ...AMOUNT_COLUMNS.flatMap((column) => [`${column}_minor`, `${column}_major`] as const),
];

export function ageingRowOf(asOf: string, obligation: AgedObligation): Row<AgeingColumn> {
  const view = viewAgedObligation(obligation);
  const { id, kind, external_reference, customer_id, sequence, currency } = view;
  const amounts = AMOUNT_COLUMNS.flatMap((column) => {
    const amount = view[AMOUNTS[column]];
    return [
      [`${column}_minor`, amount],
      [`${column}_major`, majorUnits(amount, currency)],
    ] as const;
  });
  return {
    ...{ as_of: asOf, id, kind, external_reference, customer_id, sequence, currency },
    ...(Object.fromEntries(amounts) as Row<`${Amount}_minor` | `${Amount}_major`>),
  };
}
