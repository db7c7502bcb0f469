import type { CustomerFacts, MomentCustomer } from '#shared/models/customer.ts';
import type { MomentPaymentRequest, PaymentRequestFacts } from '#shared/models/payment-request.ts';

export type MomentAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly title: string;
      readonly detail?: string | undefined;
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
  ): Promise<MomentAnswer<MomentCustomer>>;
  findCustomer(externalReference: string, deadline: number): Promise<MomentCustomer | undefined>;
  createPaymentRequest(
    facts: PaymentRequestFacts,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<MomentPaymentRequest>>;
}

export interface MomentApiKey {
  /** May be minutes old, unless read `anew`. Throws `moment.unauthorised` where none is filled in. */
  read(how: 'cached' | 'anew'): Promise<string>;
}

export type SigningKey = { readonly id: string; readonly bytes: Uint8Array };

export interface SigningKeys {
  /** All keys that are valid now; may be minutes old. Throws `signing_keys.unavailable`. */
  active(): Promise<readonly SigningKey[]>;
  /** The keys read anew, or undefined if that was done moments ago. */
  reread(): Promise<readonly SigningKey[] | undefined>;
}
