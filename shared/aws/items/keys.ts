import { openingKey } from '#shared/models/entry.ts';
import { type HeldKey, heldWith } from '#shared/models/held-event.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { ReconciledKey } from '#shared/models/reconciled.ts';
import type { Redaction } from '#shared/models/redaction.ts';

/** An item of the table (its design: ARCHITECTURE.md). */
export type Item = Record<string, unknown>;
export type ItemKey = { readonly pk: string; readonly sk: string };

export const INDEX = {
  statement: 'statement',
  attention: 'attention',
  reference: 'reference',
  recorded: 'recorded',
} as const;

export const SK = {
  head: 'HEAD',
  profile: 'PROFILE',
  opening: 'OPENING',
  request: 'REQUEST#',
  telling: 'TOLD#',
  held: 'EVENT#',
  erased: 'ERASED#',
  owns: 'OWNS#',
  undone: 'UNDONE#',
  reconciled: 'ENTRY#',
} as const;
export const REFERENCE = 'REF#';
export const INTENT = 'INTENT#';
export const RECONCILED = 'RECON#';

export const headKey = (obligationId: string): ItemKey => ({ pk: obligationId, sk: SK.head });
export const profileKey = (obligationId: string): ItemKey => ({ pk: obligationId, sk: SK.profile });
export const requestKey = (obligationId: string, requestId: string): ItemKey => ({
  pk: obligationId,
  sk: `${SK.request}${requestId}`,
});
/** In the partition of what it hangs on. */
export const ownsKey = (ownerId: string, obligationId: string): ItemKey => ({
  pk: ownerId,
  sk: `${SK.owns}${obligationId}`,
});
export const undoneKey = (obligationId: string, entryKey: string): ItemKey => ({
  pk: obligationId,
  sk: `${SK.undone}${entryKey}`,
});
/** Of what a report calls by this id. */
export const reconciledKey = ({ type, reconciliationId }: ReconciledKey): ItemKey => ({
  pk: `${RECONCILED}${reconciliationId}`,
  sk: `${SK.reconciled}${type}`,
});
export const intentKey = (key: string): ItemKey => ({ pk: `${INTENT}${key}`, sk: SK.head });
export const referenceKey = (kind: ObligationKind, externalReference: string): ItemKey => ({
  pk: `${REFERENCE}${kind}#${externalReference}`,
  sk: SK.head,
});

export const erasureKey = ({ of, at }: Redaction): ItemKey => ({
  pk: of,
  sk: `${SK.erased}${at}`,
});

/** A held event is kept with its payment, so that a payment's whole story is one partition. */
export const heldItemKey = (key: HeldKey): ItemKey => ({
  pk: heldWith(key),
  sk: `${SK.held}${key.hash}`,
});

/** An entry is keyed by what caused it, and by the obligation; an opening belongs to its obligation alone. */
export function entryItemKey(key: string): ItemKey {
  const at = key.lastIndexOf('@');
  if (at < 0) return { pk: key.slice(openingKey('').length), sk: SK.opening };
  return { pk: key.slice(0, at), sk: key.slice(at + 1) };
}

export function keyOfEntry({ pk, sk }: ItemKey): string {
  return sk === SK.opening ? openingKey(pk) : `${pk}@${sk}`;
}

/** @param paymentKey of the payment's entry */
export function tellingKey(paymentKey: string): ItemKey {
  const { pk, sk } = entryItemKey(paymentKey);
  return { pk, sk: `${SK.telling}${sk}` };
}

export function itemKeyOf(item: Item): ItemKey {
  return { pk: String(item['pk']), sk: String(item['sk']) };
}
