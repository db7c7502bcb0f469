import type { Outcome } from '#shared/ledger/outcome.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { IncomingEvent } from './incoming-event.ts';

/** An event that moves a balance, and how. */
export type Payment = { readonly incoming: IncomingEvent; readonly movement: Movement };
/** Of one obligation, and never none. */
export type Payments = readonly [Payment, ...Payment[]];
export type Settled = { readonly incoming: IncomingEvent; readonly outcome: Outcome };
/** What became of an event, or the reason why that is not known yet. */
export type Settlement = Settled | { readonly incoming: IncomingEvent; readonly error: unknown };
