import type { Drift } from '#shared/models/at-moment.ts';
import type { ExceptionReason, Proposal } from '#shared/models/exception.ts';
import type { HeldReason } from '#shared/models/held-event.ts';
import type { Intent } from '#shared/models/intent.ts';

type Proposals<R extends ExceptionReason> = Readonly<Record<R, Proposal>>;

const propose = (action: Proposal['action'], detail: string): Proposal => ({ action, detail });

const SEND_AGAIN = 'Send the same request again under its Idempotency-Key';
const TELL_AGAIN = 'then have our balance told again';

const STALE = propose('wait', 'Moment sends it again, for 28 hours: wait for that');
export const STALE_FOR_LONG = propose(
  'ask_moment',
  'No fresh delivery came: ask Moment to send it again, or apply it if Moment says that it was paid',
);

/** Of an event that moved no balance; docs/operations.md says more of each. Of what is ignored nothing is to be done. */
export const OF_EVENTS: Readonly<Record<HeldReason, Proposal | undefined>> = {
  obligation_unknown: propose(
    'adopt',
    'Nobody here has its obligation: adopt or create it, which applies the payment; or apply it to another one',
  ),
  malformed: propose(
    'ask_moment',
    'Ask Moment what it meant; if it was a payment, account for it by an adjustment; then dismiss it',
  ),
  amount_not_positive: propose(
    'ask_moment',
    'Ask Moment what it meant, since no event of a refund is documented; then dismiss it',
  ),
  payment_unidentified: propose(
    'ask_moment',
    'Ask Moment for the id of the payment: if that has no entry, apply it; if it has, dismiss it',
  ),
  currency_mismatch: propose(
    'ask_moment',
    'Ask Moment why it took another currency than the balance has; then apply it to an obligation in that currency, or dismiss it',
  ),
  balance_not_tracked: propose(
    'apply_to',
    'No balance is tracked there: apply it to another obligation of the same payer, or account for it elsewhere and dismiss it',
  ),
  balance_out_of_range: propose(
    'correct',
    'Look for a wrong amount in the ledger and correct it by an adjustment; then apply it',
  ),
  payment_retold: propose(
    'ask_moment',
    'Ask Moment which telling is true, the first one counts: apply it to enter the difference, or dismiss it',
  ),
  perhaps_told_twice: propose(
    'ask_moment',
    'Ask Moment whether both are one payment: apply it if they are two, dismiss it if they are one',
  ),
  perhaps_contained: propose(
    'ask_moment',
    'Ask Moment when it was paid: apply it if that was after the balance of the adoption held, else dismiss it',
  ),
  signed_too_long_ago: STALE,
  signed_ahead_of_time: STALE,
  type_without_meaning: undefined,
  not_presented_by_us: undefined,
  told_by_application: undefined,
  contained_in_opening: undefined,
};

export const OF_INTENTS: Proposals<Intent['operation']> = {
  create_customer: propose('ask_again', `${SEND_AGAIN}, or adopt the customer if Moment has it`),
  create_account: propose('ask_again', `${SEND_AGAIN}, or adopt the account if Moment has it`),
  create_bill: propose('ask_again', `${SEND_AGAIN}, or adopt the bill if Moment has it`),
  present_balance: propose(
    'ask_again',
    `${SEND_AGAIN}; 23 hours after it began, look for the Payment Request at Moment, and use a new key if there is none`,
  ),
};

export const OF_PUSHES: Proposals<'refused' | 'untold'> = {
  refused: propose(
    'wait',
    'It is tried three times; the log says with which status (push.refused)',
  ),
  untold: propose('wait', 'It is told by itself once Moment can be reached; the log says why not'),
};

export const OF_DRIFTS: Proposals<Drift> = {
  changed_at_moment: propose(
    'correct',
    `Somebody else set the balance at Moment: enter what they meant; ${TELL_AGAIN}`,
  ),
  payment_never_told: propose(
    'ask_moment',
    `Moment has less, as after a payment of which no event came: ask Moment for that event; ${TELL_AGAIN}`,
  ),
  not_at_moment: propose(
    'ask_moment',
    'Moment has no such obligation: see whether the API key is of another account, and ask Moment',
  ),
  currency_differs: propose('ask_moment', 'Moment has it in another currency: ask Moment'),
  balance_not_told: propose('ask_moment', 'Moment tells no balance of it: ask Moment'),
  bill_amount_differs: propose(
    'correct',
    'What is due on a bill is fixed at Moment: reverse the charge here, and make a bill of it',
  ),
  refused: propose(
    'ask_moment',
    `Moment refused our balance three times: ask Moment what is wrong with it; ${TELL_AGAIN}`,
  ),
};

export const UNREADABLE = propose(
  'repair',
  'No function of ours wrote the item as it is: find who changed it, and put it right',
);
