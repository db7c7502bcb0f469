import type { AtMoment, LoweringSeen, Sending, Untold } from '#shared/models/at-moment.ts';
import type { Obligation } from '#shared/models/obligation.ts';

/** Whose turn it is at an obligation, by the time until which nobody else looks at it. */
export type Lease = { readonly obligationId: string; readonly until: string };

export type PushRecord = {
  readonly atMoment?: AtMoment | undefined;
  /** `none` where nothing can land late any more. */
  readonly sending?: Sending | 'none' | undefined;
  /** What becomes of the mark: it stays with the lease where absent, `told` takes it off. */
  readonly untold?: Untold | 'told' | undefined;
  /** Refused where an entry has come since this one. */
  readonly atSequence?: number | undefined;
};

/** What Moment has to be told of. */
export interface UntoldObligations {
  /** Ids of what is to be looked at by `now`, due longest first; may lag behind by moments. */
  listDue(now: string, limit: number): Promise<readonly string[]>;
  /** How many wait for a person, up to `limit`; may lag behind by moments. */
  countDrifts(limit: number): Promise<number>;
  /**
   * Takes one that is due by `now`, so that nobody else does before `until`, and reads it as it is then. Undefined if
   * another has it, or nothing is to be told any more.
   */
  claim(obligationId: string, now: string, until: string): Promise<Obligation | undefined>;
  /** Together or not at all; false where the lease is lost, or an entry has come. */
  record(lease: Lease, record: PushRecord): Promise<boolean>;
  findLowering(): Promise<LoweringSeen | undefined>;
  keepLowering(seen: LoweringSeen): Promise<void>;
}
