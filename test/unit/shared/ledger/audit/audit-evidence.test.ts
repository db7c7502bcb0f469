import { describe, expect, test } from 'vitest';
import { auditEntry, auditHeldEvent } from '#shared/ledger/audit/audit-entry.ts';
import type { SignatureCheck } from '#shared/ledger/audit/audit-evidence.ts';
import { auditTelling } from '#shared/ledger/audit/audit-telling.ts';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import { decide } from '#shared/ledger/decide.ts';
import type { EventCause } from '#shared/models/cause.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import { findEvidenceSigner } from '#shared/moment/signature/check-evidence.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { postingOf, RECORDED_AT } from '#test/support/postings.ts';
import { SIGNING_KEY } from '#test/support/signing.ts';
import { heldEvent, soundLedger } from '#test/support/sound-ledger.ts';

const withKeys: SignatureCheck = (raw, evidence) =>
  findEvidenceSigner(raw, evidence, [SIGNING_KEY]) !== undefined;
const WORDS =
  'no key made the signature of its raw event, delivered as msg_p5jXN8AQM9LWM0D4loKWxJek and said to be signed with key-1';

const [opening, paid] = soundLedger({ bcus_A: [1000] }).entries as [Entry, Entry];
const cause = paid.cause as EventCause;
const forgedEvidence = { ...cause.evidence, signature: 'AAAA' };
const forged = { ...paid, cause: { ...cause, evidence: forgedEvidence } } as Entry;

function telling(): OtherTelling {
  const { entries } = postingOf([movement(amountApplied())]);
  const known = { obligation: obligation(), entries, toldByBoth: [], doubts: [] };
  const { decided } = decide([{ movement: movement(paymentRequestPaid()) }], known, RECORDED_AT);
  const outcome = decided[0]?.outcome;
  if (outcome?.kind !== 'duplicate' || !outcome.telling) throw new Error('Nothing is told');
  return outcome.telling;
}

describe('with the keys', () => {
  test('what one of them signed breaks nothing, nor does an opening, which nobody signed', () => {
    expect(auditEntry(paid, withKeys)).toEqual([]);
    expect(auditEntry(opening, () => false)).toEqual([]);
    expect(auditTelling(telling(), withKeys)).toEqual([]);
    expect(auditHeldEvent(heldEvent(amountApplied()), withKeys)).toEqual([]);
  });

  test('an entry that none of them signed is told with its line', () => {
    expect(auditEntry(forged, withKeys)).toEqual([
      {
        kind: 'signature_wrong',
        obligationId: 'bcus_A',
        message: WORDS,
        currency: 'ZAR',
        entries: [expect.objectContaining({ sequence: 2, key: paid.key })],
      },
    ]);
  });

  test('so is the other telling of a payment', () => {
    const told = telling();
    const evidence = { ...told.cause.evidence, webhookTimestamp: 1 };
    expect(auditTelling({ ...told, cause: { ...told.cause, evidence } }, withKeys)).toEqual([
      {
        kind: 'signature_wrong',
        obligationId: CUSTOMER,
        message: `the other telling of ${PAYMENT}: ${WORDS}`,
        entries: [],
      },
    ]);
  });

  test('so is a held event', () => {
    const held = { ...heldEvent(amountApplied()), signature: 'AAAA' };
    expect(auditHeldEvent(held, withKeys)).toEqual([
      {
        kind: 'signature_wrong',
        obligationId: CUSTOMER,
        message: `the raw event evt_2341234567890abcdef, held as ${held.hash}: ${WORDS}`,
        entries: [],
      },
    ]);
  });

  test('a whole audit asks of each raw event, and says of how many', () => {
    const audit = new LedgerAudit(undefined, withKeys);
    for (const entry of [opening, forged]) audit.addEntry(entry);
    audit.addTelling(telling());
    audit.addHeldEvent({ ...heldEvent(amountApplied()), signature: 'AAAA' });
    expect(audit.breaches.map(({ kind }) => kind)).toEqual(['signature_wrong', 'signature_wrong']);
    expect(audit.totals).toMatchObject({ events: 3, signatures: 3 });
  });
});

test('without the keys no signature is looked at', () => {
  expect(auditEntry(forged)).toEqual([]);
  const audit = new LedgerAudit();
  audit.addEntry(forged);
  expect(audit.totals).toMatchObject({ events: 1, signatures: undefined });
});
