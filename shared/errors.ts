/** Every failure that has a name, and whether trying the same again may help. */
const RETRYABLE = {
  'config.invalid': false,
  'request.invalid': false,
  'request.too_large': false,
  'delivery.header_missing': false,
  'delivery.header_malformed': false,
  'delivery.too_large': false,
  'delivery.stale': false,
  'delivery.early': false,
  'delivery.signature_unsupported': false,
  'delivery.signature_mismatch': false,
  'signing_keys.unavailable': true,
  'queue.unavailable': true,
  'customer.not_found': false,
  'customer.exists': false,
  'customer.exists_at_moment': false,
  'customer.creation_pending': true,
  'idempotency_key.reused': false,
  'balance.not_tracked': false,
  'balance.nothing_due': false,
  'amount.exceeds_balance': false,
  'cursor.invalid': false,
  'moment.refused': false,
  'moment.key_spent': true,
  'moment.unauthorised': true,
  'moment.failed': true,
  'moment.unavailable': true,
  'ledger.busy': true,
} as const satisfies Record<string, boolean>;
export type ErrorCode = keyof typeof RETRYABLE;

export type ErrorOptions = {
  readonly cause?: unknown;
  /** Members for the caller's eyes, beside `code` and `detail`. */
  readonly members?: Readonly<Record<string, unknown>>;
};

/** The one error class: a code for programs, a message for the person who has to fix it. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ErrorCode;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.members = options.members ?? {};
  }

  get retryable(): boolean {
    return RETRYABLE[this.code];
  }

  static is(error: unknown, code: ErrorCode): error is ServiceError {
    return error instanceof ServiceError && error.code === code;
  }
}
