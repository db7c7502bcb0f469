/** What is known here of a Payment Request; whether it can be paid only Moment knows. */
export const REQUEST_STATES = ['open', 'paid', 'expired', 'exceeds_balance'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
