import type { Obligation } from '#shared/models/obligation.ts';

/** For so long Moment delivers an event, which a payment without a time of its own may be older than. */
const DELIVERED_WITHIN_MS = 28 * 60 * 60_000;
const REASONS: ReadonlySet<string> = new Set(['contained_in_opening', 'perhaps_contained']);

type Signed = { readonly webhookTimestamp: number };

/** Whether an event was judged by what the balance contains that its customer was adopted with. */
export function isJudgedAsContained({ reason }: { readonly reason: string }): boolean {
  return REASONS.has(reason);
}

/**
 * How an event is held of whose payment the merchant's books may know already; undefined where they cannot.
 *
 * @param paidAt when the payment took effect, as the event tells it
 */
export function containedAs(
  paidAt: string | undefined,
  { webhookTimestamp }: Signed,
  { containedUntil }: Pick<Obligation, 'containedUntil'>,
): 'ignored' | 'quarantined' | undefined {
  if (containedUntil === undefined) return undefined;
  const until = Date.parse(containedUntil);
  if (paidAt !== undefined) return Date.parse(paidAt) <= until ? 'ignored' : undefined;
  // It was signed at some time of that second.
  const [from, to] = [webhookTimestamp * 1000, webhookTimestamp * 1000 + 999];
  if (to <= until) return 'ignored';
  return from - until <= DELIVERED_WITHIN_MS ? 'quarantined' : undefined;
}
