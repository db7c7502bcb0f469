import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readActor } from '#shared/api/actor.ts';
import { viewEntry, viewUnchanged } from '#shared/api/entry-view.ts';
import {
  readJsonBody,
  readPathEntry,
  readPathId,
  requireIdempotencyKey,
} from '#shared/api/read-request.ts';
import { createdResponse, unchangedResponse } from '#shared/api/response.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import {
  AdjustmentRequest,
  type Asking,
  type Change,
  ChargeRequest,
  RefreshRequest,
  ReversalRequest,
} from '#shared/models/change.ts';
import { toShownLine } from '#shared/models/shown-line.ts';
import type { Logger } from '#shared/ports/world.ts';
import { type ChangeDeps, changeBalance } from '#shared/use-cases/changes/change-balance.ts';

export type ChangeBalanceDeps = ChangeDeps & { readonly logger: Logger };

type Wanted = { readonly change: Change } & Pick<Asking, 'reason' | 'note'>;

/** Left for the answer. */
const RESERVE_MS = 4_000;

/**
 * `POST /{kind}/{id}/charges`, `/adjustments`, `/entries/{entry}/reversals` and `PUT /{kind}/{id}/balance`: 201 with
 * the entry, 200 where the balance is what it is to be, or the refund is there already, or a problem.
 */
export function createHandler(deps: ChangeBalanceDeps) {
  return async (
    event: APIGatewayProxyEventV2,
    context: RemainingTime,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const key = requireIdempotencyKey(event);
    const { change, ...why } = readChange(event);
    const { done, replayed } = await changeBalance(
      {
        kind: kindOfRoute(event),
        id: readPathId(event),
        change,
        asking: { key, actor: readActor(event), ...why },
        deadline: deadlineOf(context, RESERVE_MS, deps.clock),
      },
      deps,
    );
    if (done.kind === 'unchanged') {
      const { obligationId: obligation_id } = done.unchanged;
      deps.logger.info('balance.unchanged', { obligation_id, replayed });
      return unchangedResponse(viewUnchanged(done.unchanged), replayed);
    }
    const { obligationId: obligation_id, sequence, type } = done.entry;
    if (done.kind === 'linked') {
      const { reconciliationId } = done;
      deps.logger.info('refund.linked', {
        obligation_id,
        sequence,
        reconciliation_id: reconciliationId,
        replayed,
      });
      return unchangedResponse(
        viewEntry({ ...toShownLine(done.entry), reconciliationId }),
        replayed,
      );
    }
    deps.logger.info('balance.changed', { obligation_id, sequence, type, replayed });
    return createdResponse(viewEntry(toShownLine(done.entry)), replayed);
  };
}

function readChange(event: APIGatewayProxyEventV2): Wanted {
  switch (event.routeKey.split('/').at(-1)) {
    case 'charges':
      return asAmount('charge', readJsonBody(event, ChargeRequest));
    case 'adjustments':
      return asAmount('adjustment', readJsonBody(event, AdjustmentRequest));
    case 'balance': {
      const { balance, expected_sequence, ...why } = readJsonBody(event, RefreshRequest);
      return { change: { kind: 'refresh', balance, expectedSequence: expected_sequence }, ...why };
    }
    default: {
      const body = readJsonBody(event, ReversalRequest);
      const {
        amount,
        effective_at: effectiveAt,
        reconciliation_id: reconciliationId,
        ...why
      } = body;
      const reverses = readPathEntry(event);
      return {
        change: { kind: 'reversal', reverses, amount, effectiveAt, reconciliationId },
        ...why,
      };
    }
  }
}

function asAmount(
  kind: 'charge' | 'adjustment',
  {
    amount,
    effective_at,
    ...why
  }: { amount: number; effective_at?: string | undefined } & Pick<Asking, 'reason' | 'note'>,
): Wanted {
  return { change: { kind, amount, effectiveAt: effective_at }, ...why };
}
