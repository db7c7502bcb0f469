import { endOf, isOver } from '#shared/ledger/request-state.ts';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import { madeByMoment, type Presented } from '#shared/models/presented.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import type { Clock } from '#shared/ports/world.ts';

type AskDeps = { readonly moment: MomentApi; readonly clock: Clock };

/** How many that may still be open are asked about. */
const ASKED_MAX = 10;

/** Whether it can be paid still, which only Moment knows. */
export async function isOpen(
  { id, expiresAt }: PaymentRequest,
  deadline: number,
  { moment, clock }: AskDeps,
): Promise<boolean> {
  if (isOver(expiresAt, clock.now())) return false;
  return (await moment.findPaymentRequest(id, deadline))?.status === 'active';
}

/** The first of this amount that can be paid still. */
export async function findOpen(
  presented: readonly Presented[],
  amount: number,
  deadline: number,
  deps: AskDeps,
): Promise<PaymentRequest | undefined> {
  const unpaid = presented.filter((one) => one.amount === amount && one.settledBy === undefined);
  for (const request of newestOf(unpaid)) {
    if (await isOpen(request, deadline, deps)) return madeByMoment(request);
  }
  return undefined;
}

/** Those that can be paid still, and those that nobody is asked about. */
export async function keepOpen(
  requests: readonly Presented[],
  deadline: number,
  deps: AskDeps,
): Promise<readonly Presented[]> {
  const over = new Set<string>();
  for (const request of newestOf(requests)) {
    if (!(await isOpen(request, deadline, deps))) over.add(request.id);
  }
  return requests.filter(({ id }) => !over.has(id));
}

/** As far as that is known: what nobody told us was paid would hide the one that is open. */
function newestOf(requests: readonly Presented[]): readonly Presented[] {
  return requests.toSorted((a, b) => endOf(b.expiresAt) - endOf(a.expiresAt)).slice(0, ASKED_MAX);
}
