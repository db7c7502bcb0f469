import { requestStateOf } from '#shared/ledger/request-state.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Presented } from '#shared/models/presented.ts';
import type { RequestState } from '#shared/models/request-state.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { Clock } from '#shared/ports/world.ts';

/** When a Payment Request was asked for, empty where that is not kept, and its id. */
export type Place = readonly [createdAt: string, id: string];

export type PresentedPage = {
  readonly requests: readonly { readonly request: Presented; readonly state: RequestState }[];
  /** Of the last one, where there are more. */
  readonly next: Place | undefined;
};

/** What was presented of an obligation, newest first. All of it is read for each page: it lies in no order. */
export async function pageOfPresented(
  { id, balance = 0 }: Obligation,
  { limit, after }: { readonly limit: number; readonly after: Place | undefined },
  { presented, clock }: { readonly presented: PresentedRequests; readonly clock: Clock },
): Promise<PresentedPage> {
  const all = (await presented.listPresented(id)).toSorted((one, other) =>
    compare(placeOf(one), placeOf(other)),
  );
  const left = after ? all.filter((request) => compare(after, placeOf(request)) < 0) : all;
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return {
    requests: page.map((request) => ({
      request,
      state: requestStateOf(request, balance, clock.now()),
    })),
    next: last && left.length > limit ? placeOf(last) : undefined,
  };
}

function placeOf({ createdAt = '', id }: Presented): Place {
  return [createdAt, id];
}

/** The newest first; of one moment by their ids. */
function compare([at, id]: Place, [otherAt, otherId]: Place): number {
  return compareText(otherAt, at) || compareText(id, otherId);
}

function compareText(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
