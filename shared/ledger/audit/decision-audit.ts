import type { ChainedEntry } from '#shared/models/chain.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import { obligationOf } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Breach } from './breach.ts';

/** What a person's decision says that is there, and was not seen. */
export type UnseenDecision = {
  /** An entry, or the mark that its payment is to have no entry where Moment told of it. */
  readonly missing: 'entry' | 'mark';
  readonly entryKey: string;
};

export type SavedDecisions = {
  readonly entries: readonly string[];
  readonly marked: readonly string[];
  readonly named: readonly string[];
  readonly elsewhere: readonly string[];
};

/**
 * Pairs what persons decided about held events with what was done, whichever comes first: an entry that a resolution or a
 * mark names is there, and says who decided; and where one counts on another obligation than Moment told of, a mark
 * keeps its payment from counting there too. It grows with what was decided alone.
 */
export class DecisionAudit {
  /** Keys of entries that say who decided. */
  readonly #entries: Set<string>;
  /** Keys of those that marks name. */
  readonly #marked: Set<string>;
  /** Keys of those that resolutions name. */
  readonly #named: Set<string>;
  /** Keys of those that count elsewhere. */
  readonly #elsewhere: Set<string>;

  constructor(saved?: SavedDecisions) {
    this.#entries = new Set(saved?.entries);
    this.#marked = new Set(saved?.marked);
    this.#named = new Set(saved?.named);
    this.#elsewhere = new Set(saved?.elsewhere);
  }

  addEntry({ key, cause }: ChainedEntry): void {
    const decided = cause?.kind === 'event' ? cause.decided : undefined;
    if (!decided) return;
    this.#entries.add(key);
    if (decided.action === 'apply_to') this.#elsewhere.add(key);
  }

  addHeldEvent({ resolution }: HeldEvent): void {
    if (resolution?.entry !== undefined) this.#named.add(resolution.entry);
  }

  addSettled({ settled }: Doubt): void {
    if (settled?.entry !== undefined) this.#marked.add(settled.entry);
  }

  unseen(): readonly UnseenDecision[] {
    const named = this.#named.union(this.#marked).difference(this.#entries);
    const elsewhere = this.#elsewhere.difference(this.#marked);
    return [
      ...[...named].map((entryKey) => ({ missing: 'entry' as const, entryKey })),
      ...[...elsewhere].map((entryKey) => ({ missing: 'mark' as const, entryKey })),
    ];
  }

  save(): SavedDecisions {
    return {
      entries: [...this.#entries],
      marked: [...this.#marked],
      named: [...this.#named],
      elsewhere: [...this.#elsewhere],
    };
  }
}

/** @param unseen what is not there either where it is looked for */
export function auditDecision({ missing, entryKey }: UnseenDecision): Breach {
  const message =
    missing === 'entry'
      ? `a person is said to have decided on ${entryKey}, which is not there, or does not say so`
      : `${entryKey} counts on another obligation than Moment told of, and nothing keeps its payment from counting there too`;
  return { kind: 'decision_wrong', obligationId: obligationOf(entryKey), message, entries: [] };
}
