export type ErrorAnswer = {
  readonly status: number;
  readonly title: string;
  /** Whether trying the same again may help. */
  readonly retryable: boolean;
  readonly retryAfterSeconds?: number;
};

const refusal = (status: number, title: string): ErrorAnswer => ({
  status,
  title,
  retryable: false,
});
const passing = (status: number, title: string, retryAfterSeconds: number): ErrorAnswer => ({
  status,
  title,
  retryable: true,
  retryAfterSeconds,
});

/** Every failure that has a name, and what a caller is told of it. Only `shared/api` speaks of the statuses. */
export const ERRORS = {
  // Nobody outside can do anything about our own set-up.
  'config.invalid': refusal(500, 'Something went wrong on our side'),
  'request.invalid': refusal(400, 'The request is not valid'),
  'request.too_large': refusal(413, 'The request is too large'),
  'delivery.source_refused': refusal(403, 'The sender may not deliver'),
  'delivery.header_missing': refusal(400, 'A webhook header is missing'),
  'delivery.header_malformed': refusal(400, 'A webhook header is malformed'),
  'delivery.too_large': refusal(413, 'The event is too large'),
  'delivery.stale': refusal(401, 'The delivery is too old'),
  'delivery.early': refusal(401, 'The delivery is from the future'),
  'delivery.signature_unsupported': refusal(401, 'The signature version is not supported'),
  'delivery.signature_mismatch': refusal(401, 'The signature does not match'),
  'signing_keys.unavailable': passing(503, 'Deliveries cannot be verified now', 30),
  'queue.unavailable': passing(503, 'Deliveries cannot be stored now', 5),
  'customer.not_found': refusal(404, 'No such customer'),
  'account.not_found': refusal(404, 'No such account'),
  'bill.not_found': refusal(404, 'No such bill'),
  'customer.exists': refusal(409, 'The customer exists already'),
  'customer.exists_at_moment': refusal(409, 'Moment has this customer already'),
  'customer.creation_pending': passing(409, 'The customer is being created', 60),
  'account.exists': refusal(409, 'The account exists already'),
  'account.exists_at_moment': refusal(409, 'Moment has this account already'),
  'account.creation_pending': passing(409, 'The account is being created', 60),
  'bill.exists': refusal(409, 'The bill exists already'),
  'bill.exists_at_moment': refusal(409, 'Moment has this bill already'),
  'bill.creation_pending': passing(409, 'The bill is being created', 60),
  'adoption.ambiguous': refusal(409, 'Whether the balance contains payments is not said'),
  'adoption.not_at_moment': refusal(404, 'Moment has nothing under this id'),
  'adoption.contradicted': refusal(409, 'Moment has it otherwise'),
  'idempotency_key.reused': refusal(422, 'The Idempotency-Key belongs to another request'),
  'idempotency_key.required': refusal(400, 'An Idempotency-Key is required'),
  'balance.not_tracked': refusal(409, 'No balance is tracked'),
  'balance.nothing_due': refusal(409, 'Nothing is due'),
  'amount.exceeds_balance': refusal(409, 'The amount is more than is due'),
  'balance.out_of_range': refusal(409, 'The balance would be no exact number'),
  'sequence.unexpected': refusal(409, 'The ledger has moved on'),
  'entry.not_found': refusal(404, 'No such entry'),
  'entry.not_reversible': refusal(409, 'The entry cannot be undone'),
  'amount.exceeds_entry': refusal(409, 'The amount is more than is left of the entry'),
  'reconciliation_id.reused': refusal(409, 'The row of a report is another entry'),
  'amount.exceeds_unpresented': refusal(409, 'The amount is more than is left to present'),
  'presentation.not_replaced': refusal(409, 'What was presented before can be paid still'),
  'presentation.unresolved': refusal(409, 'Whether this was presented is not known'),
  'exception.not_found': refusal(404, 'No such exception'),
  'ageing.not_taken': refusal(404, 'The day is not written down'),
  'ageing.too_many': refusal(409, 'Too much is owed to be aged at once'),
  'exception.resolved': refusal(409, 'The exception is resolved already'),
  'exception.not_resolvable': refusal(409, 'The exception cannot be resolved like this'),
  'exception.settled': refusal(409, 'The payment is settled already'),
  'exception.in_doubt': refusal(409, 'The payment may count already'),
  'exception.obligation_unknown': refusal(409, 'The obligation is not known here'),
  'exception.currency_differs': refusal(409, 'The payment is in another currency'),
  'exception.adjusted': refusal(409, 'The payment was adjusted already'),
  'cursor.invalid': refusal(400, 'The cursor is not valid'),
  'entries.too_many': refusal(409, 'Too many entries would have to be read'),
  'moment.refused': refusal(422, 'Moment refused the request'),
  'moment.key_spent': passing(502, 'Moment failed', 30),
  'moment.unauthorised': passing(502, 'Moment did not accept our API key', 60),
  'moment.failed': passing(502, 'Moment failed', 30),
  'moment.unavailable': passing(503, 'Moment cannot be reached now', 10),
  'ledger.busy': passing(503, 'The ledger is busy', 1),
} as const satisfies Record<string, ErrorAnswer>;
export type ErrorCode = keyof typeof ERRORS;
/** All of them; docs/errors.md says of each what to do. */
export const ERROR_CODES: readonly string[] = Object.keys(ERRORS);

export type ErrorOptions = {
  readonly cause?: unknown;
  /** Members for the caller's eyes, beside `code` and `detail`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** What the caller is told in place of the message, where it quotes what was sent: a name, say. */
  readonly detail?: string | undefined;
  /** How long whoever failed asked to be left alone. */
  readonly retryAfterMs?: number | undefined;
};

/**
 * The one error class: a code for programs, a message for the person who has to fix it. The message goes to logs and
 * traces, and tells of no person; what may do so are `detail` and `members`, which no log line has.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ErrorCode;
  // Private, since a logger writes whatever members an error has.
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #detail: string | undefined;
  readonly #retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.#members = options.members ?? {};
    this.#detail = options.detail;
    this.#retryAfterMs = options.retryAfterMs;
  }

  get members(): Readonly<Record<string, unknown>> {
    return this.#members;
  }

  get detail(): string {
    return this.#detail ?? this.message;
  }

  get retryAfterMs(): number | undefined {
    return this.#retryAfterMs;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }

  /** The same failure, with more for the caller's eyes. */
  with(members: Readonly<Record<string, unknown>>): ServiceError {
    return new ServiceError(this.code, this.message, {
      cause: this,
      members: { ...this.#members, ...members },
      detail: this.#detail,
      retryAfterMs: this.#retryAfterMs,
    });
  }

  static is(error: unknown, code: ErrorCode): error is ServiceError {
    return error instanceof ServiceError && error.code === code;
  }
}

/** A member of the body that is well formed, and wrong by what is known here. */
export function invalidMember(field: string, detail: string): ServiceError {
  return new ServiceError('request.invalid', `${field}: ${detail}`, {
    members: { errors: [{ field, detail }] },
  });
}
