import { type HeldEvent, type HeldKey, isResolved } from '#shared/models/held-event.ts';

/** An obligation's unmatched events: how many were seen, and the one that came first. */
export type Waiting = {
  readonly obligationId: string;
  readonly count: number;
  readonly oldest: { readonly key: HeldKey; readonly receivedAt: string };
};

/** What waits for each obligation. */
export class WaitingTally {
  readonly #waiting: Map<string, Waiting>;

  constructor(saved: readonly Waiting[] = []) {
    this.#waiting = new Map(saved.map((waiting) => [waiting.obligationId, waiting]));
  }

  get all(): readonly Waiting[] {
    return [...this.#waiting.values()];
  }

  add(event: HeldEvent): void {
    const { state, obligationId, hash, eventId, paymentId, receivedAt } = event;
    if (state !== 'unmatched' || obligationId === undefined || isResolved(event)) return;
    const seen = this.#waiting.get(obligationId);
    const isOldest = !seen || receivedAt < seen.oldest.receivedAt;
    this.#waiting.set(obligationId, {
      obligationId,
      count: (seen?.count ?? 0) + 1,
      oldest: isOldest ? { key: { hash, eventId, paymentId }, receivedAt } : seen.oldest,
    });
  }
}
