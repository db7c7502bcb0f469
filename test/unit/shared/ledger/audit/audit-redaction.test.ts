import { describe, expect, test } from 'vitest';
import { auditEntry, auditHeldEvent } from '#shared/ledger/audit/audit-entry.ts';
import { auditGone, auditRedactions } from '#shared/ledger/audit/audit-redaction.ts';
import { auditTelling } from '#shared/ledger/audit/audit-telling.ts';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import { decide } from '#shared/ledger/decide.ts';
import type { EventCause } from '#shared/models/cause.ts';
import type { ChainedEntry } from '#shared/models/chain.ts';
import type { Redaction } from '#shared/models/redaction.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';

const AT = '2026-11-28T12:00:00.000Z';
const OWN: Redaction = { of: CUSTOMER, at: AT };
const ERASURE = { obligationId: CUSTOMER, at: AT, actor: 'ops', reason: 'asked for' };

const { decided, posting } = decide(
  [amountApplied(), paymentRequestPaid()].map((event) => ({ movement: movement(event) })),
  { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] },
  AT,
);
const [ENTRY] = posting?.entries ?? [];
const [TELLING] = decided.flatMap(({ outcome }) =>
  outcome.kind === 'duplicate' && outcome.telling ? [outcome.telling] : [],
);

function gone(cause: EventCause | undefined, redacted?: Redaction): EventCause {
  if (!cause) throw new Error('no event');
  const { raw: _raw, ...rest } = cause;
  return { ...rest, ...(redacted && { redacted }) };
}
const entry = (redacted?: Redaction): ChainedEntry => {
  if (ENTRY?.type !== 'payment') throw new Error('no payment');
  return { ...ENTRY, cause: gone(ENTRY.cause, redacted) };
};
const telling = (redacted?: Redaction): OtherTelling => {
  if (!TELLING) throw new Error('no telling');
  return { ...TELLING, cause: gone(TELLING.cause, redacted) };
};
const held = (redacted: Redaction) => {
  const { raw: _raw, ...event } = heldEvent({ id: 'e', type: 'customer.updated', data: {} });
  return { ...event, redacted };
};

describe('a raw event that is gone', () => {
  test('what is about two obligations goes with the person of either, and with nobody not', () => {
    const redacted = { of: 'bcus_A', at: '2026-06-18T12:00:00.000Z' };
    expect(auditGone(redacted)).toEqual([]);
    expect(auditGone(undefined)).toEqual(['its raw event is gone, redacted for nobody']);
  });

  test("with its person's erasure breaks nothing", () => {
    expect(auditEntry(entry(OWN))).toEqual([]);
    expect(auditTelling(telling(OWN))).toEqual([]);
    expect(auditHeldEvent(held(OWN))).toEqual([]);
  });

  test('has no signature to be checked', () => {
    const never = () => false;
    expect(auditEntry(entry(OWN), never)).toEqual([]);
    expect(auditTelling(telling(OWN), never)).toEqual([]);
    expect(auditHeldEvent(held(OWN), never)).toEqual([]);
    const audit = new LedgerAudit(undefined, never);
    audit.addHeldEvent(held(OWN));
    expect(audit.totals).toMatchObject({ signatures: 0, redacted: 1 });
  });

  test.each([
    ['without a mark', undefined, 'nobody'],
    ["with somebody else's mark", { of: 'bcus_x', at: AT }, 'bcus_x'],
  ])('%s is told, by its entry', (_what, redacted, whom) => {
    const message = `its raw event is gone, redacted for ${whom}`;
    expect(auditEntry(entry(redacted))).toMatchObject([
      { kind: 'event_missing', obligationId: CUSTOMER, message, entries: [{ sequence: 2 }] },
    ]);
    expect(auditTelling(telling(redacted))).toEqual([
      {
        kind: 'event_missing',
        obligationId: CUSTOMER,
        message: `the other telling of ${PAYMENT}: ${message}`,
        entries: [],
      },
    ]);
  });

  test('leaves the key of its entry to be looked at', () => {
    expect(auditEntry({ ...entry(OWN), key: 'pay_x@bcus_x' })).toMatchObject([
      { kind: 'key_wrong' },
    ]);
  });
});

test('a mark beside bytes that were changed hides nothing', () => {
  const raw = Buffer.from('{"id":"x"}');
  const event = { ...heldEvent({}), raw, redacted: OWN };
  expect(auditHeldEvent(event)).toMatchObject([{ kind: 'event_altered' }]);
  const cause = { ...gone(TELLING?.cause, OWN), raw };
  const kinds = auditTelling({ ...telling(), cause }).map(({ kind }) => kind);
  expect(kinds).toEqual(['event_altered', 'event_contradicts']);
  const audit = new LedgerAudit();
  audit.addHeldEvent(event);
  expect(audit.totals).toMatchObject({ events: 1, redacted: 0 });
  expect(audit.suspects()).toEqual([]);
});

describe('an audit', () => {
  const add = {
    entry: (audit: LedgerAudit) => audit.addEntry(entry(OWN)),
    telling: (audit: LedgerAudit) => audit.addTelling(telling(OWN)),
    held: (audit: LedgerAudit) => audit.addHeldEvent(held(OWN)),
    erasure: (audit: LedgerAudit) => audit.addErasure(ERASURE),
  };
  const suspected = (audit: LedgerAudit) =>
    audit.suspects().flatMap(({ redactions }) => redactions);

  test('counts what was redacted apart from what it hashed', () => {
    const audit = new LedgerAudit();
    for (const one of [add.entry, add.telling, add.held, add.erasure]) one(audit);
    audit.addErasure({ ...ERASURE, at: '2026-11-29T12:00:00.000Z' });
    audit.addHeldEvent(heldEvent({}));
    expect(audit.totals).toMatchObject({ events: 1, heldEvents: 2, redacted: 3, erasures: 2 });
    expect(audit.breaches).toEqual([]);
  });

  test.each(['entry', 'telling', 'held'] as const)(
    'pairs a redacted %s with its erasure, whichever comes first, also after it was saved',
    (what) => {
      const [before, after] = [new LedgerAudit(), new LedgerAudit()];
      add.erasure(before);
      add[what](before);
      expect(suspected(before)).toEqual([]);
      add[what](after);
      expect(after.suspects()).toContainEqual({
        obligationId: CUSTOMER,
        references: [],
        redactions: [OWN],
      });
      const again = new LedgerAudit(JSON.parse(JSON.stringify(after.save())));
      expect(suspected(again)).toEqual([OWN]);
      expect(again.totals).toEqual(after.totals);
      add.erasure(again);
      expect(suspected(again)).toEqual([]);
      expect(again.save()).toEqual(JSON.parse(JSON.stringify(again.save())));
      expect(suspected(new LedgerAudit(again.save()))).toEqual([]);
    },
  );

  test.each([
    ['of another time', { ...ERASURE, at: '2026-11-29T12:00:00.000Z' }],
    ['of somebody else', { ...ERASURE, obligationId: 'bcus_x' }],
  ])('takes no erasure %s for it', (_what, erasure) => {
    const audit = new LedgerAudit();
    audit.addHeldEvent(held(OWN));
    audit.addErasure(erasure);
    expect(suspected(audit)).toEqual([OWN]);
  });

  test('counts what is gone without a mark, and breaks by its entry alone', () => {
    const audit = new LedgerAudit();
    audit.addTelling(telling());
    expect(audit.totals).toMatchObject({ redacted: 1 });
    expect(audit.suspects()).toEqual([]);
    expect(audit.breachCount).toBe(1);
  });

  test('keeps the redactions of each person apart', () => {
    const audit = new LedgerAudit();
    audit.addHeldEvent(held(OWN));
    audit.addHeldEvent(held({ of: 'bcus_x', at: AT }));
    expect(audit.suspects()).toEqual([
      { obligationId: CUSTOMER, references: [], redactions: [OWN] },
      { obligationId: 'bcus_x', references: [], redactions: [{ of: 'bcus_x', at: AT }] },
    ]);
  });
});

test('a redaction without a record is a breach of its obligation', () => {
  expect(auditRedactions([])).toEqual([]);
  expect(auditRedactions([OWN])).toEqual([
    {
      kind: 'redaction_unrecorded',
      obligationId: CUSTOMER,
      message: `raw events are gone, redacted at ${AT}, but no erasure of that time is recorded`,
      entries: [],
    },
  ]);
});
