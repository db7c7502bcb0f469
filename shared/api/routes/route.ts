import type * as z from 'zod/mini';
import type { ErrorCode } from '#shared/errors.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';

/** One route of the API as it is documented. What validates a request is the same schema in its handler. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** As it is deployed: each kind has a route of its own. */
  readonly path: `/${string}`;
  /** Of a generated client's method; it stays the same. */
  readonly id: string;
  readonly summary: string;
  readonly tag: Tag;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** Whether it takes an `Idempotency-Key`. @default no */
  readonly key?: 'optional' | 'required';
  /** By status. */
  readonly answers: Readonly<Record<number, z.ZodMiniType>>;
  /** Whether it answers in CSV too, to whoever accepts that. @default no */
  readonly csv?: true;
  /** Beside `internal`, which every route may answer. */
  readonly problems: readonly ErrorCode[];
  /** Whether whoever calls needs no credentials. @default no */
  readonly open?: true;
};

export const TAGS = [
  'Obligations',
  'Presenting',
  'Changes',
  'Statements',
  'Exceptions',
  'Reports',
  'Webhook',
  'Description',
] as const;
export type Tag = (typeof TAGS)[number];

/** A kind of obligation as paths and ids have it. */
export type KindNames = {
  readonly kind: ObligationKind;
  readonly path: '/customers' | '/accounts' | '/bills';
  /** `Customer`, behind the verb of an id. */
  readonly one: 'Customer' | 'Account' | 'Bill';
  /** `a customer`, in a summary. */
  readonly aKind: string;
};

export const KINDS: readonly KindNames[] = [
  { kind: 'customer', path: '/customers', one: 'Customer', aKind: 'a customer' },
  { kind: 'account', path: '/accounts', one: 'Account', aKind: 'an account' },
  { kind: 'bill', path: '/bills', one: 'Bill', aKind: 'a bill' },
];

/** The same of each kind of obligation: `{kind}` of infra/constructs/merchant-functions.ts. */
export function ofEachKind(routesOf: (names: KindNames) => readonly Route[]): readonly Route[] {
  return KINDS.flatMap(routesOf);
}

/** What a route with an `{id}` in its path may be refused for, whatever it does. */
export function problemsOfOne(kind: ObligationKind): readonly ErrorCode[] {
  return ['request.invalid', `${kind}.not_found`, 'ledger.busy'];
}
