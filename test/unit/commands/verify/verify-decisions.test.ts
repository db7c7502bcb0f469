import { beforeEach, describe, expect, test } from 'vitest';
import { type Progress, type SavedScan, verifyLedger } from '#commands/verify/verify-ledger.ts';
import { auditEntry } from '#shared/ledger/audit/audit-entry.ts';
import type { EventCause } from '#shared/models/cause.ts';
import { canonicalFacts } from '#shared/models/chain.ts';
import { type PaymentEntry, paymentKey } from '#shared/models/entry.ts';
import { isWhole } from '#shared/models/held-event.ts';
import { resolveException } from '#shared/use-cases/exceptions/resolve-exception.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { erasePerson } from '#shared/use-cases/people/erase-person.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  open,
  opening,
  PAYMENT,
} from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryLedgerReader } from '#test/support/memory-ledger-reader.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const OTHER = 'bcus_Other';
const KEY = paymentKey({ paymentId: PAYMENT, obligationId: OTHER });
const TOLD = paymentKey({ paymentId: PAYMENT, obligationId: CUSTOMER });
const WHY = { actor: 'sub', reason: 'paid_elsewhere', note: 'Ticket 77' } as const;

let deps: ReturnType<typeof createMemoryDeps>;
/** A payment that waited, and that a person had count on another obligation; and one that they dismissed. */
beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps, opening({ id: OTHER, externalReference: 'OTHER' }, {}));
  const dismissed = { id: 'evt_2', data: { payment_id: 'pay_2' } };
  const told = [amountApplied(), amountApplied(dismissed)].map((event) => incoming(event));
  await settleEvents(told, NO_DEADLINE, deps);
  const [one, other] = [...deps.table.held.values()];
  if (!one || !other) throw new Error('not held');
  const elsewhere = { action: 'apply_to', obligation: OTHER, ...WHY } as const;
  await resolveException(one, elsewhere, NO_DEADLINE, deps);
  await resolveException(other, { action: 'dismiss', ...WHY }, NO_DEADLINE, deps);
  await open(deps);
});

const verify = async (more = {}) => {
  const { table, clock } = deps;
  const reader = new MemoryLedgerReader(table, 2);
  const verdict = await verifyLedger({ reader, clock, indexLagMs: 10, ...more });
  return verdict?.breaches.map(({ kind, message }) => `${kind}: ${message}`);
};
const entry = () => deps.table.entries.get(KEY) as PaymentEntry;
const edit = (change: Partial<PaymentEntry>) =>
  deps.table.entries.set(KEY, { ...entry(), ...change });
const kindsOf = (change: Partial<PaymentEntry>) =>
  auditEntry({ ...entry(), ...change }).map(({ kind }) => kind);
const causeWithout = (name: keyof EventCause): EventCause => {
  const { [name]: _gone, ...cause } = entry().cause;
  return cause as EventCause;
};

describe('what a person decided', () => {
  test('is no breach, and waits for nobody', async () => {
    expect(await verify()).toEqual([]);
  });

  test('is covered by the hash of the entry, under the names of the table', () => {
    const facts = JSON.parse(canonicalFacts(entry()));
    expect(facts).toMatchObject({ decided: 'apply_to', applied: 0, ...WHY });
    const { decided: _, ...cause } = entry().cause;
    const bare = JSON.parse(canonicalFacts({ ...entry(), cause }));
    for (const name of ['decided', 'actor', 'reason', 'note'])
      expect(bare).not.toHaveProperty(name);
  });

  test('is a breach where no mark keeps its payment from counting where it was told', async () => {
    deps.table.doubts.delete(TOLD);
    expect(await verify()).toEqual([
      `decision_wrong: ${KEY} counts on another obligation than Moment told of, and nothing keeps its payment from counting there too`,
    ]);
  });

  test('is a breach where the mark names another entry', async () => {
    const doubt = { paymentId: PAYMENT, obligationId: CUSTOMER };
    deps.table.doubts.set(TOLD, { ...doubt, settled: { action: 'apply_to', entry: 'pay_3@x' } });
    const breaches = await verify();
    expect(breaches).toHaveLength(2);
    expect(breaches?.[0]).toBe(
      'decision_wrong: a person is said to have decided on pay_3@x, which is not there, or does not say so',
    );
  });

  test('is a breach where a resolution names an entry that is not there', async () => {
    const [held] = [...deps.table.held.values()].filter(isWhole);
    if (!held?.resolution) throw new Error('not resolved');
    const resolution = { ...held.resolution, entry: 'pay_3@bcus_Other' };
    deps.table.held.set(held.hash, { ...held, resolution });
    expect(await verify()).toEqual([
      'decision_wrong: a person is said to have decided on pay_3@bcus_Other, which is not there, or does not say so',
    ]);
  });

  test('is a breach where the entry does not say so', async () => {
    edit({ cause: causeWithout('decided') });
    expect(await verify()).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`decision_wrong: a person is said to have decided on ${KEY}`),
        expect.stringContaining('event_contradicts'),
      ]),
    );
  });

  test('is told with what the entry is not', () => {
    expect(kindsOf({})).toEqual([]);
    expect(kindsOf({ applied: -15000 })).toEqual(['event_contradicts']);
    const { applied: _, ...bare } = entry();
    expect(auditEntry(bare).map(({ message }) => message)).toEqual([
      'its raw event tells otherwise: applied 0, entered none',
    ]);
    const decided = { action: 'apply', ...WHY } as const;
    const cause = { ...entry().cause, decided };
    expect(auditEntry({ ...entry(), cause }).map(({ message }) => message)).toEqual([
      `its raw event tells otherwise: obligation ${CUSTOMER}, entered ${OTHER}, applied -15000, entered 0`,
    ]);
  });

  test('that nobody decided on has nothing applied', () => {
    const cause = causeWithout('decided');
    expect(auditEntry({ ...entry(), cause }).map(({ message }) => message)).toEqual([
      `its raw event tells otherwise: obligation ${CUSTOMER}, entered ${OTHER}, applied none, entered 0`,
    ]);
  });

  test('is seen where it is written while the ledger is read', async () => {
    const { doubts } = deps.table;
    const mark = doubts.get(TOLD);
    doubts.delete(TOLD);
    const onRecheck = () => undefined;
    class Later extends MemoryLedgerReader {
      override async findEntry(key: string) {
        if (mark) doubts.set(TOLD, mark);
        return super.findEntry(key);
      }
    }
    expect(await verify({ reader: new Later(deps.table, 2), onRecheck })).toEqual([]);
  });

  test('is known still where a scan goes on from where another stopped', async () => {
    deps.table.doubts.delete(TOLD);
    for (let stopAt = 1; stopAt < 6; stopAt += 1) {
      const stop = new AbortController();
      let saved: SavedScan | undefined;
      let pages = 0;
      const onPage = (progress: Progress) => {
        pages += 1;
        if (pages < stopAt) return;
        saved ??= JSON.parse(JSON.stringify(progress.save())) as SavedScan;
        stop.abort();
      };
      const { table, clock } = deps;
      const run = { reader: new MemoryLedgerReader(table, 2), clock, indexLagMs: 10 };
      await verifyLedger({ ...run, onPage }, { stop: stop.signal });
      const verdict = await verifyLedger(run, { saved });
      expect(verdict?.breaches.map(({ kind }) => kind)).toEqual(['decision_wrong']);
    }
  });
});

describe('whoever is erased', () => {
  const erase = (id: string) =>
    erasePerson({ kind: 'customer', id, actor: 'a', reason: 'r', isRehearsal: false }, deps);

  test.each([
    ['on whom Moment told of the payment', CUSTOMER, 3],
    ['on whom it counts', OTHER, 1],
  ])('takes the raw event along: they %s', async (_, id, redacted) => {
    expect(await erase(id)).toMatchObject({ redacted, waiting: [], missed: 0 });
    expect(entry().cause.raw).toBeUndefined();
    expect(await verify()).toEqual([]);
    expect(await erase(id)).toMatchObject({ redacted: 0, gone: redacted });
  });

  test('takes no raw event of what counts on another, where nobody decided', async () => {
    edit({ cause: causeWithout('decided') });
    expect(await erase(CUSTOMER)).toMatchObject({ redacted: 2 });
    expect(entry().cause.raw).toBeDefined();
  });

  test('is none of those that the raw event of what counts elsewhere tells of', async () => {
    await open(deps, opening({ id: 'bcus_Third', externalReference: 'THIRD' }, {}));
    expect(await erase('bcus_Third')).toMatchObject({ redacted: 0, gone: 0 });
    expect(await erase(CUSTOMER)).toMatchObject({ redacted: 3 });
    expect(await erase('bcus_Third')).toMatchObject({ redacted: 0, gone: 0 });
  });

  test('is a breach where the bytes went with nobody', () => {
    const cause = { ...causeWithout('raw') };
    expect(auditEntry({ ...entry(), cause }).map(({ message }) => message)).toEqual([
      'its raw event is gone, redacted for nobody',
    ]);
  });
});
