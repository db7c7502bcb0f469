import type { OtherTelling } from '#shared/models/telling.ts';
import { auditEvidence, type SignatureCheck } from './audit-evidence.ts';
import { auditGone } from './audit-redaction.ts';
import type { Breach, BreachKind } from './breach.ts';
import { alteration, causeFacts, compare } from './compare-raw.ts';

/** The other telling of a payment: what its raw event says. */
export function auditTelling(telling: OtherTelling, isSigned?: SignatureCheck): readonly Breach[] {
  const wrong = wrongOf(telling, isSigned);
  return wrong.map(([kind, message]) => ({
    kind,
    obligationId: telling.obligationId,
    message: `the other telling of ${telling.paymentId}: ${message}`,
    entries: [],
  }));
}

function wrongOf(
  { obligationId, paymentId, amount, cause }: OtherTelling,
  isSigned: SignatureCheck | undefined,
): readonly (readonly [BreachKind, string])[] {
  const { raw, hash, redacted } = cause;
  if (!raw) return auditGone(redacted, obligationId).map((message) => ['event_missing', message]);
  const compared = compare(raw, (payment) => [
    ['amount', amount, payment.amount],
    ['obligation', obligationId, payment.obligationId],
    ['payment', paymentId, payment.paymentId],
    ...causeFacts(cause, payment),
  ]);
  return [
    ...alteration(raw, hash).map((message) => ['event_altered', message] as const),
    ...(typeof compared === 'string' ? [['event_contradicts', compared] as const] : []),
    ...(typeof compared !== 'string' && compared.differences.length > 0
      ? [['event_contradicts', compared.differences.join(', ')] as const]
      : []),
    ...auditEvidence(raw, cause.evidence, isSigned).map(
      (message) => ['signature_wrong', message] as const,
    ),
  ];
}
