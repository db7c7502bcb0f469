import { isTracked, type Obligation } from '#shared/models/obligation.ts';

type Sent = { readonly asOf: number | undefined; readonly at: number };

/** With the balance of which moments the merchant adopted. */
export class Adoptions {
  /** By reference. */
  readonly #sent = new Map<string, Sent[]>();

  /** @param asOf undefined for that of the request, which is sent now */
  send(reference: string, asOf: number | undefined, at: number): void {
    // A timestamp has no part of a millisecond.
    const sent = { asOf: asOf === undefined ? undefined : Math.floor(asOf), at: Math.floor(at) };
    this.#sent.set(reference, [...(this.#sent.get(reference) ?? []), sent]);
  }

  /** What is wrong with the moment up to which its balance contains payments. */
  check(obligation: Obligation): string | undefined {
    const { kind, externalReference, containedUntil, openedAt } = obligation;
    const sent = kind === 'customer' ? this.#sent.get(externalReference) : undefined;
    if (!sent || !isTracked(obligation)) {
      return containedUntil === undefined ? undefined : `it contains what nobody adopted`;
    }
    const until = Date.parse(containedUntil ?? '');
    const isSent = sent.some(({ asOf, at }) =>
      asOf === undefined ? at <= until && until <= Date.parse(openedAt) : asOf === until,
    );
    return isSent ? undefined : `it contains payments until ${containedUntil}, which nobody said`;
  }
}
