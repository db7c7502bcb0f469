import type { MadeRequest, Presented } from '#shared/models/presented.ts';

/** What was presented of an obligation. */
export interface PresentedRequests {
  /** Keeps a Payment Request with its obligation, once; also where the payment that settles it came first. */
  keepPresented(obligationId: string, request: MadeRequest): Promise<void>;
  /** As far as they are kept, in any order; whether they can be paid still only Moment knows. */
  listPresented(obligationId: string): Promise<readonly Presented[]>;
}
