import type { OpeningEntry } from './entry.ts';
import type { Obligation, Profile } from './obligation.ts';

/** All that an obligation begins with. */
export type Opened = {
  readonly obligation: Obligation;
  readonly profile: Profile;
  /** Absent if no balance is tracked. */
  readonly entry?: OpeningEntry | undefined;
};
