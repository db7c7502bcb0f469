import { createHash } from 'node:crypto';
import { type Answer, describe, type StackApi } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { ProblemResponse } from '#shared/api/response-schemas.ts';
import type { PlannedRefund } from '#shared/ledger/reconciling/plan-refunds.ts';
import { kindOf } from '#shared/models/obligation-id.ts';
import { tryParse } from '#shared/models/parsing.ts';
import type { Clock } from '#shared/ports/world.ts';

/** What came of one: it was entered, the one that is there is known as it now, or why not. */
export type EnteredRefund = { readonly planned: PlannedRefund } & (
  | { readonly kind: 'entered' | 'linked' }
  | { readonly kind: 'refused'; readonly detail: string }
);

export type EnterRefundsDeps = {
  readonly api: Pick<StackApi, 'call'>;
  readonly clock: Clock;
  /** By which each entry tells where it comes from; the line follows. */
  readonly note: string;
  readonly stop: AbortSignal;
};

const TRIES_MAX = 5;
const PAUSE_MS = 1000;

/** One after the other, so that each finds what is left. What was stopped is not in the answer: entering it again does no harm. */
export async function enterRefunds(
  planned: readonly PlannedRefund[],
  deps: EnterRefundsDeps,
): Promise<readonly EnteredRefund[]> {
  const entered: EnteredRefund[] = [];
  for (const each of planned) {
    if (deps.stop.aborted) break;
    entered.push(toEntered(each, await enter(each, deps)));
  }
  return entered;
}

function toEntered(planned: PlannedRefund, answer: Answer): EnteredRefund {
  if (answer.status === 201) return { planned, kind: 'entered' };
  if (answer.status === 200) return { planned, kind: 'linked' };
  const problem = tryParse(ProblemResponse, answer.body);
  if (!problem.ok) return { planned, kind: 'refused', detail: describe(answer) };
  const { code, detail, title } = problem.value;
  return { planned, kind: 'refused', detail: `${code}: ${detail ?? title}` };
}

/** The same row asks for the same under the same key, whatever its file is called. */
async function enter(planned: PlannedRefund, deps: EnterRefundsDeps): Promise<Answer> {
  const { row, obligationId, entryKey } = planned;
  const { reconciliationId, amount, at, line } = row;
  const path = `/${kindOf(obligationId)}s/${obligationId}/entries/${encodeURIComponent(entryKey)}/reversals`;
  const asked = { amount, reason: 'refunded', reconciliation_id: reconciliationId };
  const body = { ...asked, effective_at: at, note: `${deps.note}, line ${line}` };
  const content = JSON.stringify([entryKey, asked, at, body.note]);
  const key = `reconcile-${createHash('sha256').update(content).digest('base64url')}`;
  for (let tries = 1; ; tries += 1) {
    const answer = await askOnce(() =>
      deps.api.call('POST', path, body, { 'idempotency-key': key }),
    );
    if (!isPassing(answer) || tries === TRIES_MAX || deps.stop.aborted) return answer;
    await deps.clock.sleep((answer.retryAfter ?? 0) * 1000 || PAUSE_MS * 2 ** (tries - 1));
  }
}

/** Where no answer comes, whether it was done nobody knows: it is asked again under the same key. */
async function askOnce(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    const answer = await ask();
    if (answer.status !== 401 && answer.status !== 403) return answer;
    throw new Wrong(
      `The API answers ${describe(answer)}`,
      'Entering needs the right to write: execute-api:Invoke, or a JWT in API_TOKEN with its scope',
    );
  } catch (error) {
    if (!(error instanceof Wrong) || error.cause === undefined) throw error;
    return { status: 503, code: undefined, body: error.message };
  }
}

function isPassing({ status }: Answer): boolean {
  return status === 429 || status >= 500;
}
