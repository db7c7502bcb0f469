/**
 * Where Moment's docs are silent, the sandbox has to choose. Every such choice is here, so that each can be put
 * right in one place once Moment is asked. What the docs do say is not here but in the code that does it.
 */

/** Quickstart responses leave `payment_rules` out, the reference page has them; without them nobody could pay. */
export const PAYMENT_RULES = {
  min_amount: 1,
  max_amount: 99_999_999,
  underpayment_allowed: true,
  overpayment_allowed: true,
} as const;

/**
 * "Updated as payments come in" names no actor; the sandbox lowers a customer's or account's balance, as it does a bill's,
 * unless its settings say otherwise.
 */
export const LOWERS_ITS_OWN_BALANCE = true;

/** "bill_date defaults to today" does not say whose; here it is today in UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** A second customer, account or bill of the same `external_reference`: the changelog's `conflict` code, taken as a 409. */
export const CONFLICT_STATUS = 409;

/** The same Idempotency-Key with another body, or while the first is being answered. */
export const KEY_REUSED_STATUS = 409;

/** PATCH of `metadata` merges: the examples of accounts and bills do; so do customers and Payment Requests here. */
export const PATCH_MERGES_METADATA = true;

/** Whether a link may be born expired is not said; it could only be a mistake. */
export const REFUSES_EXPIRY_IN_THE_PAST = true;

/**
 * A Payment Request has no field that ties it to a customer. The sandbox lets the merchant's own metadata tie it,
 * and then tells of one payment twice, which is the harder case for a merchant: as `payment_request.paid`
 * and as `obligation.amount_applied`, both with the same `payment_id` unless the payment asks for other `ids`.
 */
export const OBLIGATION_METADATA_KEY = 'obligation_id';

/*
 * The event of an account or a bill is in no example. It is told by its own id alone, as that of a customer is, unless
 * the payment asks for other `names`.
 */

/** `data.id` is taken to name one application, new for each payment, and not the obligation that was paid. */
export const APPLICATION_ID_PREFIX = 'ob';

/**
 * No retry schedule is documented. Ours doubles from half a second to half a minute, quick enough to be watched,
 * and gives up after as long as Svix's public schedule does.
 */
export const RETRY_FIRST_MS = 500;
export const RETRY_PAUSE_MS_MAX = 30_000;
export const RETRY_FOR_MS_MAX = 28 * 60 * 60 * 1000;
/** Svix's: no answer within it is a failure, and so is any status but 2xx, redirects included. */
export const ATTEMPT_MS_MAX = 15_000;
export const ATTEMPTS_AT_ONCE_MAX = 32;

/*
 * Of a nested creation that is refused half-way, nothing is said of the first half. Here it stays, which is the harder
 * case for a merchant. A body that is not well formed creates nothing, and a parent that is named and not there is a 404.
 */

/*
 * `amount_remaining` of a bill that was overpaid is not shown; here it is negative, as a balance in credit is.
 * Nor is it shown how a bill becomes `voided`: nothing here makes it so.
 */

/*
 * What a payer's own page is called is not said, only that the payer gets a link to it. Here it is `/ebp/` and the
 * customer's `external_reference`, or an account's where no customer has it. What is offered on a balance that is zero
 * or in credit is not said either: here a payment that `overpayment_allowed` lets through.
 */

/*
 * Of the reports the columns are known up to `presentment_currency`; those of amounts are not. Here the amount follows
 * as `presentment_amount`, in major units and negative where it is refunded, and then `payment_id`, of a refund that
 * of the payment which went back. `merchant_reference_id` is the `external_reference` of what was paid, and
 * `customer_reference` that of who paid. A refund has a `reconciliation_id` of its own, and changes no balance at
 * Moment, since nothing is said of either.
 */
export const REPORT_AMOUNT_COLUMN = 'presentment_amount';
export const REPORT_PAYMENT_COLUMN = 'payment_id';
export const COUNTRY = 'ZA';
export const PAYMENT_METHOD = 'Capitec Pay';
export const PAYMENT_TENDER = 'Bank Transfer';
