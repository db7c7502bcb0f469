// Without zod: the webhook reads ids by these, and would load it for them alone.

export const AMOUNT_APPLIED = 'obligation.amount_applied';
export const PAYMENT_REQUEST_PAID = 'payment_request.paid';

/** Moment's ids break the patterns that its docs print, so: opaque, visible, and without our separator. */
export const OPAQUE_ID = /^[\x21-\x3F\x41-\x7E]{1,200}$/;
