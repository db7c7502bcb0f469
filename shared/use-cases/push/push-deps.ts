import type { Drift, LoweringSeen } from '#shared/models/at-moment.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { UntoldObligations } from '#shared/ports/push.ts';
import type { Statements } from '#shared/ports/statements.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';

export type PushDeps = {
  readonly untold: UntoldObligations;
  readonly statements: Pick<Statements, 'listLines'>;
  readonly presented: Pick<PresentedRequests, 'listPresented' | 'keepExpiry'>;
  readonly moment: Pick<
    MomentApi,
    'findAtMoment' | 'updateAtMoment' | 'expirePaymentRequest' | 'findPaymentRequest'
  >;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** The stage's setting; `unknown`: what was seen decides. */
  readonly momentLowers: Lowers;
};

/** What came of one look at an obligation. */
export type PushLook = {
  readonly obligationId: string;
  /** Since when Moment had to be told, ISO 8601. */
  readonly since: string;
  readonly result: PushResult;
  /** What its payments showed, where that is new. */
  readonly lowering?: LoweringSeen | undefined;
  /** Payment Requests that ask for more than is owed, and stay open. */
  readonly notExpired?: readonly NotExpired[];
};

export type NotExpired = {
  readonly id: string;
  /** Absent where Moment refused. */
  readonly error?: unknown;
};

export type PushResult =
  /** Moment has ours: it was told now, or had it. */
  | { readonly kind: 'pushed' | 'known' }
  /** It is looked at again: something is on its way, or came in between. */
  | { readonly kind: 'waits' | 'again' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'drift'; readonly drift: Drift }
  | { readonly kind: 'failed'; readonly error: unknown };
