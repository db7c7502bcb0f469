import { BalanceResponse, EntryResponse } from '#shared/api/response-schemas.ts';
import type { ErrorCode } from '#shared/errors.ts';
import {
  AdjustmentRequest,
  ChargeRequest,
  RefreshRequest,
  ReversalRequest,
} from '#shared/models/change.ts';
import { ofEachKind, problemsOfOne } from './route.ts';

const OF_CHANGES = [
  'request.too_large',
  'idempotency_key.required',
  'idempotency_key.reused',
  'balance.not_tracked',
  'balance.out_of_range',
] as const satisfies readonly ErrorCode[];

/** What is owed: each answers with the entry that it made. */
export const CHANGE_ROUTES = ofEachKind(({ kind, path, one, aKind }) => [
  {
    method: 'POST',
    path: `${path}/{id}/charges`,
    id: `charge${one}`,
    summary: `Raises what is owed on ${aKind}`,
    tag: 'Changes',
    body: ChargeRequest,
    key: 'required',
    answers: { 201: EntryResponse },
    problems: [...problemsOfOne(kind), ...OF_CHANGES],
  },
  {
    method: 'POST',
    path: `${path}/{id}/adjustments`,
    id: `adjust${one}`,
    summary: `Corrects what is owed on ${aKind}, up or down`,
    tag: 'Changes',
    body: AdjustmentRequest,
    key: 'required',
    answers: { 201: EntryResponse },
    problems: [...problemsOfOne(kind), ...OF_CHANGES],
  },
  {
    method: 'PUT',
    path: `${path}/{id}/balance`,
    id: `refresh${one}Balance`,
    summary: `Says what is owed on ${aKind} from now on: the difference becomes an adjustment`,
    tag: 'Changes',
    body: RefreshRequest,
    key: 'required',
    answers: { 201: EntryResponse, 200: BalanceResponse },
    problems: [...problemsOfOne(kind), ...OF_CHANGES, 'sequence.unexpected'],
  },
  {
    method: 'POST',
    path: `${path}/{id}/entries/{entry}/reversals`,
    id: `reverse${one}Entry`,
    summary: `Undoes an entry of ${aKind}, in part or whole; of a payment, as a refund`,
    tag: 'Changes',
    body: ReversalRequest,
    key: 'required',
    // As the row of a report, it may be a refund that is there.
    answers: { 201: EntryResponse, 200: EntryResponse },
    problems: [
      ...problemsOfOne(kind),
      ...OF_CHANGES,
      'reconciliation_id.reused',
      'entry.not_found',
      'entry.not_reversible',
      'amount.exceeds_entry',
    ],
  },
]);
