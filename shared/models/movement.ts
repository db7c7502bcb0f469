import type { EventCause } from './cause.ts';

/** Which of the two events that may tell of a payment did so. */
export type ToldBy = 'application' | 'request';

/** What a cause means for a balance, before it is entered. */
export type Movement = {
  readonly type: 'payment';
  /** Of the entry that it becomes. */
  readonly key: string;
  readonly obligationId: string;
  readonly paymentId: string;
  readonly paymentRequest?: string | undefined;
  readonly description?: string | undefined;
  /** Minor units, signed as it moves the balance: negative for a payment. */
  readonly amount: number;
  readonly currency: string;
  /** When it happened, as it was told, or else when that was signed. */
  readonly effectiveAt: string;
  /** Whether that was told. */
  readonly isTimed: boolean;
  readonly toldBy: ToldBy;
  readonly cause: EventCause;
};
