import type { MadeRequest, Presented } from '#shared/models/presented.ts';

/** What was presented of an obligation. */
export interface PresentedRequests {
  /** Keeps a Payment Request with its obligation, once; also where the payment that settles it came first. */
  keepPresented(obligationId: string, request: MadeRequest): Promise<void>;
  /** Keeps until when one that is kept can be paid, where that is another time by now. */
  keepExpiry(obligationId: string, requestId: string, expiresAt: string): Promise<void>;
  /** As far as they are kept, in any order; whether they can be paid still only Moment knows. */
  listPresented(obligationId: string): Promise<readonly Presented[]>;
}
