/** As a pipe's filter and template see a record of the stream: DynamoDB's own JSON, an attribute below its type. */
const EXISTS = [{ exists: true }];
const IS_ABSENT = [{ exists: false }];

const ofImage = (attribute: string) => `<$.dynamodb.NewImage.${attribute}>`;
const ID = '<$.dynamodb.Keys.pk.S>@<$.dynamodb.Keys.sk.S>';

export type PublishedEvent = {
  readonly detailType: string;
  /** Event patterns; a record that one of them matches is published. */
  readonly patterns: readonly object[];
  /**
   * What is told, each a text: a pipe makes no number of an attribute, and of one that is absent nothing, so that
   * only between quotes it leaves JSON behind. Nothing that a person wrote, or that tells who somebody is.
   */
  readonly detail: Readonly<Record<string, string>>;
};

export const SOURCE = 'moment-balances';

/**
 * Whatever its type. A doubt gives way to the entry at its key, which then is a MODIFY; another one is the
 * redaction of an entry, which is published already.
 */
const ENTRY: PublishedEvent = {
  detailType: 'Ledger Entry Recorded',
  patterns: [
    {
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: {
        NewImage: {
          type: { S: EXISTS },
          sequence: { N: EXISTS },
          endingBalance: { N: EXISTS },
          obligationId: { S: EXISTS },
          redacted: { M: { of: { S: IS_ABSENT } } },
        },
      },
    },
  ],
  detail: {
    id: ID,
    obligation_id: ofImage('obligationId.S'),
    sequence: ofImage('sequence.N'),
    type: ofImage('type.S'),
    amount: ofImage('amount.N'),
    ending_balance: ofImage('endingBalance.N'),
    currency: ofImage('currency.S'),
    payment_id: ofImage('paymentId.S'),
    payment_request: ofImage('paymentRequest.S'),
    adjusts: ofImage('adjusts.S'),
    reverses: ofImage('reverses.S'),
    reconciliation_id: ofImage('reconciliationId.S'),
    reason: ofImage('reason.S'),
    effective_at: ofImage('effectiveAt.S'),
    recorded_at: ofImage('recordedAt.S'),
  },
};

const HELD = { sk: { S: [{ prefix: 'EVENT#' }] } };

/** The sweep moves when to look at one again, which is a MODIFY too; only a judgement is news. */
const WAITS: PublishedEvent = {
  detailType: 'Event Waits For A Person',
  patterns: [
    { eventName: ['INSERT'], dynamodb: { Keys: HELD, NewImage: { attention: { S: EXISTS } } } },
    {
      eventName: ['MODIFY'],
      dynamodb: { Keys: HELD, NewImage: { attention: { S: ['quarantined'] } } },
    },
  ],
  detail: {
    id: ID,
    state: ofImage('state.S'),
    reason: ofImage('reason.S'),
    obligation_id: ofImage('obligationId.S'),
    payment_id: ofImage('paymentId.S'),
    event_id: ofImage('eventId.S'),
    amount: ofImage('amount.N'),
    currency: ofImage('currency.S'),
    received_at: ofImage('receivedAt.S'),
  },
};

/** By the name of their pipe. Two read the stream: more than two would be throttled (DynamoDB quotas). */
export const PUBLISHED_EVENTS: Readonly<Record<string, PublishedEvent>> = {
  Entries: ENTRY,
  Waiting: WAITS,
};
