import type { ToldBy } from '#shared/models/movement.ts';
import { describeProblems, type ParseProblem } from '#shared/models/parsing.ts';

/** One payment on one obligation, as one event tells it. */
export type ToldPayment = {
  readonly eventId: string;
  readonly eventType: string;
  /** `data.id`. */
  readonly dataId: string;
  readonly obligationId: string;
  /** Without it the payment cannot be told from another telling of the same one. */
  readonly paymentId?: string | undefined;
  /** Minor units as told; only a positive amount is a payment. */
  readonly amount: number;
  readonly currency: string;
  /** When it happened, by Moment's clock, where the event says so. */
  readonly effectiveAt?: string | undefined;
  readonly toldBy: ToldBy;
  readonly paymentRequest?: string | undefined;
  readonly description?: string | undefined;
};

export type MomentEvent =
  | { readonly kind: 'payment'; readonly payment: ToldPayment }
  | {
      readonly kind: 'irrelevant';
      readonly eventId: string;
      readonly reason: 'type_without_meaning' | 'not_presented_by_us';
    }
  | { readonly kind: 'malformed'; readonly eventId?: string | undefined; readonly detail: string };

/** What reads the `data` of events of one type. */
export type EventReader = (eventId: string, data: Record<string, unknown>) => MomentEvent;

const DETAIL_LENGTH_MAX = 500;

/** @param where the member in which the problems are; the body unless told */
export function malformed(
  eventId: string | undefined,
  problems: readonly ParseProblem[],
  where?: string,
): MomentEvent {
  const named = problems.map(({ field, detail }) => ({
    field: [where, field].filter(Boolean).join('.'),
    detail,
  }));
  const detail = describeProblems(named, 'body').slice(0, DETAIL_LENGTH_MAX);
  return { kind: 'malformed', eventId, detail };
}
