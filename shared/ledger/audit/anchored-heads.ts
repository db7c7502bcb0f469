import { type ChainedEntry, hashEntry } from '#shared/models/chain.ts';

/** What an anchor has of an obligation: the newest entry that it had then. */
export type AnchoredHead = {
  /** Name of the anchor. */
  readonly anchor: string;
  readonly obligationId: string;
  readonly sequence: number;
  readonly newestHash: string;
};

/** Which of the heads that were anchored were not seen yet, of a ledger whose entries come in any order. */
export class AnchoredHeads {
  /** By obligation. */
  readonly #unseen: Map<string, readonly AnchoredHead[]>;

  /** @param heads of any number of anchors, in their order */
  constructor(heads: readonly AnchoredHead[]) {
    this.#unseen = Map.groupBy(heads, ({ obligationId }) => obligationId);
  }

  addEntry(entry: ChainedEntry): void {
    const { obligationId } = entry;
    const heads = this.#unseen.get(obligationId);
    if (!heads) return;
    // It is of facts that name the obligation and the sequence.
    const hash = hashEntry(entry);
    const left = heads.filter(({ newestHash }) => newestHash !== hash);
    if (left.length > 0) this.#unseen.set(obligationId, left);
    else this.#unseen.delete(obligationId);
  }

  /** By obligation, none of which has no heads. There is none in a ledger that only grew since it was anchored. */
  unseen(): readonly (readonly AnchoredHead[])[] {
    return [...this.#unseen.values()];
  }
}
