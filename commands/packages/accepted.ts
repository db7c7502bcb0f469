/** An advisory that cannot be fixed yet, and why nobody can use it against us. */
export type Accepted = {
  /** `GHSA-...`, as the end of its address. */
  readonly advisory: string;
  readonly package: string;
  /** Until the end of this day (UTC) it fails nothing: half a year from now at most. */
  readonly until: `${number}-${number}-${number}`;
  /** Why it cannot be reached here, and what would fix it. */
  readonly reason: string;
};

export const ACCEPTED: readonly Accepted[] = [];
