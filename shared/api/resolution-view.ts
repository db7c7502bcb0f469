import { type HeldEvent, isResolved } from '#shared/models/held-event.ts';
import { toShownLine } from '#shared/models/shown-line.ts';
import type { AdoptedException } from '#shared/use-cases/exceptions/adopt-exception.ts';
import type { Resolved } from '#shared/use-cases/exceptions/resolve-exception.ts';
import { viewEntry } from './entry-view.ts';
import { viewResolution } from './exception-view.ts';
import { viewObligation } from './obligation-view.ts';
import type { ResolvedResponse } from './resolution-schemas.ts';

export function viewResolved(id: string, { resolution, entry }: Resolved): ResolvedResponse {
  return {
    id,
    resolution: viewResolution(resolution),
    entry: entry && viewEntry(toShownLine(entry)),
  };
}

export function viewAdopted(
  id: string,
  { created, event, entry }: AdoptedException,
): ResolvedResponse {
  return {
    id,
    ...(event && viewSettled(event)),
    entry: entry && viewEntry(toShownLine(entry)),
    obligation: viewObligation(created.created),
  };
}

/** Where it waits still, as what. */
function viewSettled(event: HeldEvent): Omit<ResolvedResponse, 'id'> {
  const { resolution, state, reason } = event;
  return resolution && isResolved(event)
    ? { resolution: viewResolution(resolution) }
    : { state, reason };
}
