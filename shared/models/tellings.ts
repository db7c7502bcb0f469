/**
 * Which events Moment tells of a payment that a Payment Request was made for. Its docs do not say, so `both` is
 * assumed, perhaps under two payment ids. `application_only`: `payment_request.paid` moves nothing.
 */
export const TELLINGS = ['both', 'application_only'] as const;
export type Tellings = (typeof TELLINGS)[number];
