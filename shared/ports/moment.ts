import type { CustomerFacts } from '#shared/models/customer.ts';
import type { KeptAccountFacts, KeptBillFacts } from '#shared/models/new-obligation.ts';
import type { ObligationAtMoment, ObligationChanges } from '#shared/models/obligation-at-moment.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { PaymentRequest, PaymentRequestFacts } from '#shared/models/payment-request.ts';

export type MomentAnswer<T> = MomentDone<T> | MomentRefusal;

export type MomentDone<T> = {
  readonly kind: 'done';
  readonly value: T;
  /** An earlier try of an update went unanswered, so it may still be done, after this one and whatever follows. */
  readonly afterUnanswered?: true;
};

export type MomentRefusal = {
  /** `conflict`: what is asked for exists, or Moment is at work under this key. */
  readonly kind: 'refused' | 'conflict';
  /** As Moment worded it, for whoever asked. */
  readonly told: {
    readonly status: number;
    readonly title: string;
    readonly detail?: string | undefined;
  };
  /** An earlier try of the same call went unanswered, so it may have been done all the same. */
  readonly afterUnanswered: boolean;
};

/**
 * Moment's API. Retries what may pass by itself until `deadline` (epoch milliseconds), then throws
 * `moment.unavailable` or `moment.failed`; throws `moment.unauthorised` for our key, and `moment.key_spent`
 * when Moment replays a stored failure, which it does for 24 hours.
 */
export interface MomentApi {
  createCustomer(
    facts: CustomerFacts,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>>;
  /** @param obligationId is in its metadata, by which its payment is known again. */
  createPaymentRequest(
    obligationId: string,
    facts: PaymentRequestFacts,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<PaymentRequest>>;
  /** Sets until when it can be paid. One that throws may have been done, or be done later. */
  expirePaymentRequest(
    id: string,
    expiresAt: string,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<PaymentRequest>>;
  findPaymentRequest(id: string, deadline: number): Promise<PaymentRequest | undefined>;
  /** Of a customer that exists; Moment itself would create a nested one too, in one call of which parts may be lost. */
  createAccount(
    facts: KeptAccountFacts & OnCustomer,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>>;
  createBill(
    facts: KeptBillFacts & (OnCustomer | OnAccount),
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>>;
  /** By Moment's id or by the `external_reference`. */
  findAtMoment(
    kind: ObligationKind,
    idOrReference: string,
    deadline: number,
  ): Promise<ObligationAtMoment | undefined>;
  /**
   * Replaces what `changes` has. Without a key, since it is absolute: a replay of a stored answer would change nothing.
   * One that throws may have been done, or be done later.
   */
  updateAtMoment(
    kind: ObligationKind,
    id: string,
    changes: ObligationChanges,
    deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>>;
}

/** Moment's id of what an account or a bill hangs on. */
export type OnCustomer = { readonly customer: string | undefined };
export type OnAccount = { readonly account: string };

export interface MomentApiKey {
  /** May be minutes old, unless read `anew`. Throws `moment.unauthorised` where none is filled in. */
  read(how: 'cached' | 'anew'): Promise<string>;
}

export type SigningKey = {
  readonly id: string;
  readonly bytes: Uint8Array;
  /** ISO 8601; absent while Moment may sign with it. */
  readonly retiredAt?: string | undefined;
};

export interface SigningKeys {
  /** The keys that may have signed what is to be checked; may be minutes old. Throws `signing_keys.unavailable`. */
  read(): Promise<readonly SigningKey[]>;
  /** The keys read anew, or undefined if that was done moments ago. */
  reread(): Promise<readonly SigningKey[] | undefined>;
}
