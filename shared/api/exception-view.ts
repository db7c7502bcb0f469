import type * as z from 'zod/mini';
import type { Candidate, Exception, HistoryLine } from '#shared/models/exception.ts';
import { isTracked } from '#shared/models/obligation.ts';
import type { Resolution } from '#shared/models/resolution.ts';
import type { ExceptionStory } from '#shared/use-cases/exceptions/look-at-exception.ts';
import { majorUnits, type Row } from './csv/write-csv.ts';
import type {
  CandidateResponse,
  ExceptionResponse,
  ExceptionStoryResponse,
  HistoryLineResponse,
  ResolutionResponse,
  TellingResponse,
} from './exception-schemas.ts';

const DAY_MS = 24 * 60 * 60_000;

export function viewException(exception: Exception, now: number): ExceptionResponse {
  const { id, kind, reason, detail, amount, currency, since } = exception;
  return {
    ...{ id, kind, reason, detail, amount, currency },
    obligation: exception.obligationId,
    payment_id: exception.paymentId,
    event_id: exception.eventId,
    since,
    // The clock of whoever wrote it may be ahead of ours.
    age_days: Math.max(0, Math.floor((now - Date.parse(since)) / DAY_MS)),
    proposal: exception.proposal,
    actions: [...exception.actions],
    resolution: exception.resolution && viewResolution(exception.resolution),
  };
}

export function viewStory(
  { exception, history, told, candidates }: ExceptionStory,
  now: number,
): ExceptionStoryResponse {
  return {
    ...viewException(exception, now),
    history: history.map(viewLine),
    telling: told && viewTelling(told),
    candidates: candidates?.flatMap(viewCandidate),
  };
}

export const EXCEPTION_COLUMNS = [
  'id',
  'kind',
  'reason',
  'detail',
  'amount_minor',
  'amount_major',
  'currency',
  'obligation',
  'payment_id',
  'event_id',
  'since',
  'age_days',
  'proposal',
  'proposal_detail',
  'actions',
] as const;

export function toCsvRow({
  actions,
  proposal,
  resolution: _none,
  amount,
  ...exception
}: ExceptionResponse): Row<(typeof EXCEPTION_COLUMNS)[number]> {
  const { currency } = exception;
  return {
    ...NO_CELLS,
    ...exception,
    amount_minor: amount,
    amount_major:
      amount === undefined || currency === undefined ? undefined : majorUnits(amount, currency),
    proposal: proposal?.action,
    proposal_detail: proposal?.detail,
    actions: actions.join(' '),
  };
}

/** What an exception need not have. */
const NO_CELLS = {
  ...{ detail: undefined, currency: undefined, obligation: undefined },
  ...{ payment_id: undefined, event_id: undefined },
};

export function viewResolution(resolution: Resolution): z.infer<typeof ResolutionResponse> {
  const { action, actor, reason, note, at, entry } = resolution;
  return { action, actor, reason, note, at, entry };
}

function viewLine({
  obligationId: obligation,
  ...line
}: HistoryLine): z.infer<typeof HistoryLineResponse> {
  return { ...line, obligation };
}

function viewTelling({
  dataId: data_id,
  paymentId: payment_id,
  ids,
  references,
  ...told
}: NonNullable<ExceptionStory['told']>): z.infer<typeof TellingResponse> {
  return { ...told, data_id, payment_id, ids: [...ids], references: [...references] };
}

function viewCandidate({ obligation, because }: Candidate): z.infer<typeof CandidateResponse>[] {
  if (!isTracked(obligation)) return [];
  const { id, kind, externalReference: external_reference, currency, balance } = obligation;
  return [{ obligation: id, kind, external_reference, currency, balance, because: [...because] }];
}
