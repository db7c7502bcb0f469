import * as z from 'zod/mini';
import { ERRORS, type ErrorAnswer, type ErrorCode } from '#shared/errors.ts';
import { ResolutionAction } from '#shared/models/resolution.ts';
import { ResolutionResponse } from './exception-schemas.ts';

type Shape = Readonly<Record<string, z.ZodMiniType>>;

/** What is wrong, member by member. */
const Errors = z.array(z.strictObject({ field: z.string(), detail: z.string() }));
const Named = z.strictObject({ id: z.string(), external_reference: z.string() });
const OWED = { balance: z.int(), currency: z.string() };

/** What the codes have beside the members of every problem; each is left out where there is nothing to say. */
const MEMBERS: Readonly<Partial<Record<ErrorCode, Shape>>> = {
  'request.invalid': { errors: z.optional(Errors) },
  'customer.not_found': { errors: z.optional(Errors) },
  'account.not_found': { errors: z.optional(Errors) },
  'bill.not_found': { errors: z.optional(Errors) },
  'customer.exists': { customer: Named },
  'customer.exists_at_moment': { customer: Named },
  'account.exists': { account: Named },
  'account.exists_at_moment': { account: Named },
  'bill.exists': { bill: Named },
  'bill.exists_at_moment': { bill: Named },
  'adoption.contradicted': { errors: Errors },
  'adoption.ambiguous': {
    waiting: z.array(
      z.strictObject({
        event_id: z.optional(z.string()),
        payment_id: z.optional(z.string()),
        amount: z.optional(z.int()),
        currency: z.optional(z.string()),
        effective_at: z.optional(z.iso.datetime()),
        received_at: z.iso.datetime(),
      }),
    ),
  },
  'balance.nothing_due': OWED,
  'amount.exceeds_balance': OWED,
  'amount.exceeds_unpresented': {
    ...OWED,
    left: z.int(),
    open: z.array(z.strictObject({ id: z.string(), amount: z.int() })),
  },
  'amount.exceeds_entry': { left: z.int() },
  'reconciliation_id.reused': { entry: z.string(), amount: z.int() },
  'sequence.unexpected': { sequence: z.int(), balance: z.int() },
  'presentation.not_replaced': { payment_request: z.string() },
  'presentation.unresolved': { idempotency_key: z.string() },
  'ageing.not_taken': { oldest: z.optional(z.string()), newest: z.optional(z.string()) },
  'exception.not_found': { entry: z.optional(z.string()), obligation: z.optional(z.string()) },
  'exception.resolved': { resolution: ResolutionResponse },
  'exception.not_resolvable': { actions: z.array(ResolutionAction) },
  'exception.settled': { entry: z.optional(z.string()) },
  'exception.in_doubt': { entries: z.array(z.string()) },
  'exception.adjusted': { entry: z.string() },
  'moment.refused': {
    moment: z.strictObject({
      status: z.int(),
      title: z.string(),
      detail: z.optional(z.string()),
    }),
  },
};

/** Of what was created before the rest failed. */
const MADE = { customer_id: z.optional(z.string()), account_id: z.optional(z.string()) };

/** A problem of one code, with all that it may tell. `internal` is what callers see of a fault of ours. */
export function problemOf(code: ErrorCode | 'internal') {
  const { status, retryable }: ErrorAnswer =
    code === 'internal' ? ERRORS['config.invalid'] : ERRORS[code];
  return z.strictObject({
    title: z.string(),
    status: z.literal(status),
    code: z.literal(code),
    ...(code !== 'internal' && { detail: z.string() }),
    ...(status >= 500 && { request_id: z.string() }),
    ...(code !== 'internal' && {
      // Where something was begun: to be sent again with it.
      ...(retryable && { idempotency_key: z.optional(z.string()) }),
      ...(/^(moment|ledger|customer|account|bill)\./.test(code) && MADE),
      ...MEMBERS[code],
    }),
  });
}

export function statusOf(code: ErrorCode | 'internal'): number {
  return ERRORS[code === 'internal' ? 'config.invalid' : code].status;
}

/** What API Gateway says itself: to whoever may not call, or too often, or where no function answers in time. */
export const GatewayMessage = z.looseObject({ message: z.optional(z.nullable(z.string())) });
