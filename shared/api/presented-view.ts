import type { Presented } from '#shared/models/presented.ts';
import type { RequestState } from '#shared/models/request-state.ts';
import type { PresentedResponse } from './presented-schemas.ts';

export function viewPresented(request: Presented, status: RequestState): PresentedResponse {
  return {
    id: request.id,
    status,
    amount: request.amount,
    currency: request.currency,
    created_at: request.createdAt ?? null,
    expires_at: request.expiresAt ?? null,
    url: request.url ?? null,
    description: request.description,
    settled_by: request.settledBy,
  };
}
