import * as z from 'zod/mini';
import {
  CANDIDATE_GROUNDS,
  EXCEPTION_KINDS,
  HISTORY_WHATS,
  PROPOSED_ACTIONS,
} from '#shared/models/exception.ts';
import { ObligationKind } from '#shared/models/obligation-id.ts';
import { ChangeReason } from '#shared/models/reason.ts';
import { ResolutionAction } from '#shared/models/resolution.ts';
import { CsvMembers } from './csv/csv-response.ts';
import { PageQuery } from './read-request.ts';

/** `GET /exceptions` */
export const ExceptionsQuery = z.strictObject({
  ...PageQuery.shape,
  ...CsvMembers,
  kind: z.optional(
    z.enum(EXCEPTION_KINDS, { error: `must be one of ${EXCEPTION_KINDS.join(', ')}` }),
  ),
});

const Said = {
  action: ResolutionAction,
  actor: z.string(),
  reason: ChangeReason,
  note: z.optional(z.string()),
};

/** What a person decided about it. */
export const ResolutionResponse = z.strictObject({
  ...Said,
  at: z.iso.datetime(),
  /** Id of the entry that was made. */
  entry: z.optional(z.string()),
});

export const ProposalResponse = z.strictObject({
  action: z.enum(PROPOSED_ACTIONS),
  detail: z.string(),
});

export const ExceptionResponse = z.strictObject({
  id: z.string(),
  kind: z.enum(EXCEPTION_KINDS),
  reason: z.string(),
  detail: z.optional(z.string()),
  /** Minor units: of an event as told; of a push or a drift, by how much ours is more than Moment's. */
  amount: z.optional(z.int()),
  currency: z.optional(z.string()),
  obligation: z.optional(z.string()),
  payment_id: z.optional(z.string()),
  event_id: z.optional(z.string()),
  since: z.iso.datetime(),
  /** Whole days since then. */
  age_days: z.int(),
  proposal: z.optional(ProposalResponse),
  /** What a resolution of it may be. */
  actions: z.array(ResolutionAction),
  resolution: z.optional(ResolutionResponse),
});
export type ExceptionResponse = z.infer<typeof ExceptionResponse>;

export const ExceptionsResponse = z.strictObject({
  data: z.array(ExceptionResponse),
  /** How many there are, by kind; may lag behind by moments. */
  counts: z.partialRecord(z.enum(EXCEPTION_KINDS), z.int()),
  next_cursor: z.nullable(z.string()),
});
export type ExceptionsResponse = z.infer<typeof ExceptionsResponse>;

export const HistoryLineResponse = z.strictObject({
  at: z.iso.datetime(),
  what: z.enum(HISTORY_WHATS),
  detail: z.optional(z.string()),
  entry: z.optional(z.string()),
  obligation: z.optional(z.string()),
  amount: z.optional(z.int()),
  currency: z.optional(z.string()),
  action: z.optional(ResolutionAction),
  actor: z.optional(z.string()),
  reason: z.optional(ChangeReason),
  note: z.optional(z.string()),
});

/** What Moment said, as far as it can be read: texts of theirs, checked by nobody. */
export const TellingResponse = z.strictObject({
  type: z.optional(z.string()),
  data_id: z.optional(z.string()),
  payment_id: z.optional(z.string()),
  amount: z.optional(z.int()),
  currency: z.optional(z.string()),
  at: z.optional(z.string()),
  description: z.optional(z.string()),
  /** Of customers, accounts and bills that it names. */
  ids: z.array(z.string()),
  references: z.array(z.string()),
});

export const CandidateResponse = z.strictObject({
  obligation: z.string(),
  kind: ObligationKind,
  external_reference: z.string(),
  currency: z.string(),
  balance: z.int(),
  because: z.array(z.enum(CANDIDATE_GROUNDS)),
});

/** `GET /exceptions/{id}` */
export const ExceptionStoryResponse = z.strictObject({
  ...ExceptionResponse.shape,
  history: z.array(HistoryLineResponse),
  telling: z.optional(TellingResponse),
  candidates: z.optional(z.array(CandidateResponse)),
});
export type ExceptionStoryResponse = z.infer<typeof ExceptionStoryResponse>;
