export type SeenReferences = {
  /** What the obligation says, once it was seen. */
  readonly own?: string | undefined;
  /** What leads to it. */
  readonly leading: readonly string[];
};

/** Pairs each obligation's own reference with the one that leads to it, and keeps those that are alone. */
export class ReferencePairs {
  readonly #alone: Map<string, SeenReferences>;

  constructor(saved: Iterable<readonly [string, SeenReferences]> = []) {
    this.#alone = new Map(saved);
  }

  addOwn(obligationId: string, own: string): void {
    this.#keep(obligationId, { own, leading: this.leadingTo(obligationId) });
  }

  addLeading(obligationId: string, reference: string): void {
    const own = this.#alone.get(obligationId)?.own;
    this.#keep(obligationId, { own, leading: [...this.leadingTo(obligationId), reference] });
  }

  /** Ids of obligations whose references are not one pair. */
  unpaired(): Iterable<string> {
    return this.#alone.keys();
  }

  leadingTo(obligationId: string): readonly string[] {
    return this.#alone.get(obligationId)?.leading ?? [];
  }

  save(): readonly (readonly [string, SeenReferences])[] {
    return [...this.#alone];
  }

  #keep(obligationId: string, seen: SeenReferences): void {
    const isPair = seen.leading.length === 1 && seen.leading[0] === seen.own;
    if (isPair) this.#alone.delete(obligationId);
    else this.#alone.set(obligationId, seen);
  }
}
