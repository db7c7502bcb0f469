import * as z from 'zod/mini';
import { AdoptedAccount, AdoptedBill, AdoptedCustomer } from '#shared/models/adoption.ts';
import { otherNeedsNote, Why } from '#shared/models/change.ts';
import { HeldState } from '#shared/models/held-event.ts';
import { ObligationId, type ObligationKind } from '#shared/models/obligation-id.ts';
import { RESOLUTION_ACTIONS } from '#shared/models/resolution.ts';
import { ResolutionResponse } from './exception-schemas.ts';
import {
  AccountResponse,
  BillResponse,
  CustomerResponse,
  EntryResponse,
} from './response-schemas.ts';

/** An obligation remembers its newest 8 payments, and its opening may be meant too. */
const CONFIRMED_MAX = 10;
const EntryId = z
  .string()
  .check(z.minLength(1), z.maxLength(255, 'must be the id of an entry, such as pay_1@bcus_1'));

const obligationWithApplyTo = z.refine<{ action?: unknown; obligation?: unknown }>(
  ({ action, obligation }) => (action === 'apply_to') === (obligation !== undefined),
  {
    path: ['obligation'],
    message: 'is required with apply_to, and comes with nothing else: bcus_GPgmTGiRRbqbe9qw9nnO0',
    when: ({ value }) => typeof value === 'object' && value !== null,
  },
);

/** `POST /exceptions/{id}/resolutions` */
export const ResolutionRequest = z
  .strictObject({
    action: z.enum(['apply', 'apply_to', 'dismiss'], {
      error: `must be one of ${RESOLUTION_ACTIONS.join(', ')}`,
    }),
    obligation: z.optional(ObligationId),
    /** Ids of entries that the payment might be in, and is not. */
    confirm: z.optional(z.array(EntryId).check(z.minLength(1), z.maxLength(CONFIRMED_MAX))),
    ...Why,
  })
  .check(obligationWithApplyTo, otherNeedsNote);

const adoption = <T extends z.ZodMiniType>(adopt: T) =>
  z.strictObject({ action: z.literal('adopt'), adopt, ...Why }).check(otherNeedsNote);

/** The same where the obligation that the event waits for is adopted: `adopt` is what `POST /{kind}` with `id` takes. */
export const ADOPTION_REQUESTS = {
  customer: adoption(AdoptedCustomer),
  account: adoption(AdoptedAccount),
  bill: adoption(AdoptedBill),
} as const satisfies Record<ObligationKind, z.ZodMiniType>;

/** Whichever it is, for whoever compiles against it. */
export const AnyResolutionRequest = z.union([
  ResolutionRequest,
  ...Object.values(ADOPTION_REQUESTS),
]);

/** What was decided, the entry that it made, and what was opened for it. */
export const ResolvedResponse = z.strictObject({
  id: z.string(),
  /** Absent where an adoption did not settle it: then it waits as `state` and `reason` say, or was settled by itself. */
  resolution: z.optional(ResolutionResponse),
  state: z.optional(HeldState),
  reason: z.optional(z.string()),
  entry: z.optional(EntryResponse),
  obligation: z.optional(z.union([CustomerResponse, AccountResponse, BillResponse])),
});
export type ResolvedResponse = z.infer<typeof ResolvedResponse>;
