import type { EventCause } from '#shared/models/cause.ts';
import type { Erasure, Redaction } from '#shared/models/redaction.ts';
import type { Breach } from './breach.ts';

/** A raw event, or what stands in its place. */
type RawEvent = Pick<EventCause, 'raw' | 'redacted'>;

export type SavedRawEvents = {
  readonly hashed: number;
  readonly gone: number;
  /** Erasures, and those with which raw events went. */
  readonly recorded: readonly string[];
  readonly redacted: readonly Redaction[];
};

/**
 * Counts raw events, and pairs what is gone of them with the records of erasures, whichever comes first. A mark alone
 * is no reason: whoever takes a raw event away could leave one.
 */
export class RawEventAudit {
  readonly #recorded: Set<string>;
  readonly #redacted: Map<string, Redaction>;
  #hashed: number;
  #gone: number;

  constructor(saved?: SavedRawEvents) {
    this.#recorded = new Set(saved?.recorded);
    this.#redacted = new Map(saved?.redacted.map((one) => [textOf(one), one]));
    this.#hashed = saved?.hashed ?? 0;
    this.#gone = saved?.gone ?? 0;
  }

  /** One with its bytes is hashed anew, whatever is marked beside. */
  add({ raw, redacted }: RawEvent): void {
    if (raw) {
      this.#hashed += 1;
      return;
    }
    this.#gone += 1;
    if (redacted) this.#redacted.set(textOf(redacted), redacted);
  }

  addErasure({ obligationId, at }: Erasure): void {
    this.#recorded.add(textOf({ of: obligationId, at }));
  }

  get totals() {
    return { events: this.#hashed, redacted: this.#gone, erasures: this.#recorded.size };
  }

  /** Those whose record was not seen. */
  unrecorded(): readonly Redaction[] {
    return [...this.#redacted.values()].filter((one) => !this.#recorded.has(textOf(one)));
  }

  save(): SavedRawEvents {
    return {
      hashed: this.#hashed,
      gone: this.#gone,
      recorded: [...this.#recorded],
      redacted: [...this.#redacted.values()],
    };
  }
}

/**
 * What is wrong where the bytes of an event are gone: they go with the person of its obligation alone.
 *
 * @param obligationId absent where it is about another one, too
 */
export function auditGone(
  redacted: Redaction | undefined,
  obligationId = redacted?.of,
): readonly string[] {
  if (redacted && redacted.of === obligationId) return [];
  return [`its raw event is gone, redacted for ${redacted?.of ?? 'nobody'}`];
}

/** @param unrecorded redactions whose erasure is nowhere in the ledger */
export function auditRedactions(unrecorded: readonly Redaction[]): readonly Breach[] {
  return unrecorded.map(({ of, at }) => ({
    kind: 'redaction_unrecorded',
    obligationId: of,
    message: `raw events are gone, redacted at ${at}, but no erasure of that time is recorded`,
    entries: [],
  }));
}

function textOf({ of, at }: Redaction): string {
  return `${of} ${at}`;
}
