import { describe, expect, test } from 'vitest';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import type { Redaction } from '#shared/models/redaction.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  intent,
  open,
  opening,
  PAYMENT,
  paymentRequestPaid,
  presentation,
} from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';
import { onEachStore } from './on-each-store.ts';

const AT = '2026-11-28T12:00:00.000Z';
const REDACTION: Redaction = { of: CUSTOMER, at: AT };
const LATER: Redaction = { of: CUSTOMER, at: '2026-11-29T12:00:00.000Z' };
const ERASURE = { obligationId: CUSTOMER, at: AT, actor: 'ops', reason: 'asked for' };
const ENTRY = { kind: 'entry', entryKey: `${PAYMENT}@${CUSTOMER}` } as const;
const TELLING = { ...ENTRY, kind: 'telling' } as const;
const WHO = {
  name: 'John Doe',
  email: 'john@example.com',
  phone: '+27123456789',
  metadata: { plan: 'gold' },
};

onEachStore('people', (stores) => {
  const find = (key: string) => stores().intents.find(key);
  const settle = (...events: unknown[]) =>
    settleEvents(
      events.map((event) => incoming(event)),
      NO_DEADLINE,
      {
        ...stores(),
        clock: new TestClock(),
        randomness: new TestRandomness(),
        tellings: 'both',
      },
    );
  const created = (request: Partial<typeof WHO> = WHO) => {
    const whole = opening({}, request);
    const { external_reference } = whole.intent.request;
    return {
      ...whole,
      intent: {
        ...whole.intent,
        request: { external_reference, currency: 'ZAR', balance: 20000, ...request },
      },
    };
  };
  async function items(): Promise<readonly LedgerItem[]> {
    const read: LedgerItem[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores().reader.readPage(cursor);
      read.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return read;
  }
  const heldItems = async () =>
    (await items()).flatMap((item) => (item.kind === 'held' ? [item] : []));

  describe('a command that is done', () => {
    test.each([
      ['with all members', WHO],
      ['with some', { email: WHO.email }],
      ['with none', {}],
    ])('keeps of a creation %s all but who it is', async (_what, who) => {
      const whole = created(who);
      await open(stores(), whole);
      expect(await find(whole.intent.key)).toEqual({
        ...whole.intent,
        request: { external_reference: 'UCR1234567890', currency: 'ZAR', balance: 20000 },
      });
      const found = await stores().ledger.findWithProfile(CUSTOMER);
      expect(found?.profile).toEqual(who);
    });

    test('that was finished by itself keeps it neither', async () => {
      const begun = intent({ request: { external_reference: 'UCR2', ...WHO } });
      await stores().intents.begin(begun, AT);
      expect(await find(begun.key)).toEqual(begun);
      const done = { obligationId: CUSTOMER, openedAt: AT };
      await stores().intents.finish(begun.key, done);
      const request = { external_reference: 'UCR2' };
      expect(await find(begun.key)).toEqual({ ...begun, request, done });
    });

    test('keeps of a presentation all but what it was for', async () => {
      const begun = presentation();
      const { obligationId, facts } = begun.request;
      const request = { obligationId, facts: { ...facts, description: 'For Jane' } };
      await stores().intents.begin({ ...begun, request }, AT);
      const done = { id: 'pr_1', status: 'active', amount: 2000, currency: 'ZAR' };
      await stores().intents.finish(begun.key, done);
      expect(await find(begun.key)).toEqual({ ...begun, done });
    });
  });

  test('a profile is removed once, and the ledger stays', async () => {
    const whole = created();
    await open(stores(), whole);
    expect(await stores().people.removeProfile(CUSTOMER)).toBe(true);
    expect(await stores().people.removeProfile(CUSTOMER)).toBe(false);
    const found = await stores().ledger.findWithProfile(CUSTOMER);
    expect(found).toEqual({ obligation: whole.obligation, profile: {} });
  });

  test('the creation of an obligation is found by its reference, once it is done', async () => {
    const { people, intents } = stores();
    const whole = created();
    const { done: _done, ...begun } = whole.intent;
    expect(await people.findCreationKey('customer', 'UCR1234567890')).toBeUndefined();
    await intents.begin(begun, AT);
    expect(await people.findCreationKey('customer', 'UCR1234567890')).toBeUndefined();
    await stores().ledger.open(whole);
    expect(await people.findCreationKey('customer', 'UCR1234567890')).toBe(begun.key);
    expect(await people.findCreationKey('bill', 'UCR1234567890')).toBeUndefined();
  });

  test('a finished creation has another hash then; one at work, and one gone, stay', async () => {
    const { people, intents } = stores();
    const whole = created();
    await open(stores(), whole);
    const atWork = intent({ request: { external_reference: 'UCR2', ...WHO } });
    await intents.begin(atWork, AT);
    for (const key of [whole.intent.key, atWork.key, 'gone']) {
      await people.removePersonFromCreation(key, 'another');
    }
    expect(await find(whole.intent.key)).toMatchObject({ requestHash: 'another', tries: 1 });
    expect(await find(atWork.key)).toEqual(atWork);
    expect(await find('gone')).toBeUndefined();
  });

  test('an erasure is recorded once, by its time', async () => {
    const { people, reader } = stores();
    expect(await reader.isErasureRecorded(REDACTION)).toBe(false);
    await people.recordErasure(ERASURE);
    await people.recordErasure({ ...ERASURE, actor: 'another' });
    expect(await reader.isErasureRecorded(REDACTION)).toBe(true);
    expect(await reader.isErasureRecorded(LATER)).toBe(false);
    await people.recordErasure({ ...ERASURE, at: LATER.at });
    const recorded = (await items()).filter(({ kind }) => kind === 'erasure');
    expect(recorded).toHaveLength(2);
    expect(recorded).toContainEqual({ kind: 'erasure', erasure: ERASURE });
  });

  test('what a Payment Request was for goes once, and all else of it stays', async () => {
    const { people, presented } = stores();
    const request = { id: 'pr_1', status: 'active', amount: 500, currency: 'ZAR' };
    const others = { ...request, id: 'pr_2', description: 'July' };
    await presented.keepPresented(CUSTOMER, { ...request, description: '' });
    await presented.keepPresented('bcus_other', others);
    expect(await people.forgetDescription(CUSTOMER, 'pr_1')).toBe(true);
    expect(await people.forgetDescription(CUSTOMER, 'pr_1')).toBe(false);
    expect(await people.forgetDescription(CUSTOMER, 'pr_2')).toBe(false);
    expect(await presented.listPresented(CUSTOMER)).toEqual([request]);
    expect(await presented.listPresented('bcus_other')).toEqual([others]);
    const kinds = (await items()).filter(({ kind }) => kind === 'request');
    expect(kinds).toHaveLength(2);
  });

  describe('a raw event', () => {
    test('of an entry goes once, and all else of the entry stays', async () => {
      await open(stores());
      await settle(amountApplied());
      const keys = { entries: [ENTRY.entryKey] };
      const [before] = (await stores().ledger.readLedger(CUSTOMER, keys)).entries;
      expect(await stores().people.redact(TELLING, REDACTION)).toBe(false);
      expect(await stores().people.redact(ENTRY, REDACTION)).toBe(true);
      expect(await stores().people.redact(ENTRY, LATER)).toBe(false);
      const [after] = (await stores().ledger.readLedger(CUSTOMER, keys)).entries;
      if (before?.cause.kind !== 'event') throw new Error('no event');
      const { raw, ...cause } = before.cause;
      expect(raw).toBeDefined();
      expect(after).toEqual({ ...before, cause: { ...cause, redacted: REDACTION } });
    });

    test('of the other telling goes too, and each telling is known again', async () => {
      await open(stores());
      await settle(paymentRequestPaid(), amountApplied());
      expect(await stores().people.redact(ENTRY, REDACTION)).toBe(true);
      expect(await stores().people.redact(TELLING, REDACTION)).toBe(true);
      expect(await stores().people.redact(TELLING, LATER)).toBe(false);
      const { ledger } = stores();
      const keys = { entries: [ENTRY.entryKey], tellings: [ENTRY.entryKey] };
      const before = await ledger.readLedger(CUSTOMER, keys);
      expect(before.tellings).toMatchObject([{ cause: { redacted: REDACTION } }]);
      const again = await settle(paymentRequestPaid(), amountApplied(), amountApplied({ id: 'e' }));
      expect(again.map((one) => 'outcome' in one && one.outcome.kind)).toEqual(
        Array(3).fill('duplicate'),
      );
      // Another application of the payment is still told from the one that was redacted.
      const other = await settle(amountApplied({ id: 'f', data: { id: 'ob_other' } }));
      expect(other).toMatchObject([{ outcome: { reason: 'payment_retold' } }]);
      expect(await ledger.readLedger(CUSTOMER, keys)).toEqual(before);
    });

    test('of an opening, and of nothing, is none', async () => {
      await open(stores());
      const { people } = stores();
      const entry = { kind: 'entry', entryKey: `opening:${CUSTOMER}` } as const;
      expect(await people.redact(entry, REDACTION)).toBe(false);
      expect(await people.redact(ENTRY, REDACTION)).toBe(false);
      const held = heldEvent(amountApplied());
      expect(await people.redact({ kind: 'held', held }, REDACTION)).toBe(false);
    });

    test('that is ignored goes, and comes back with no delivery', async () => {
      const { raw, ...held } = heldEvent({ id: 'evt_1', type: 'customer.updated', data: {} });
      const event = { ...held, raw };
      await stores().ledger.hold(event);
      expect(await heldItems()).toEqual([{ kind: 'held', event, waits: false }]);
      expect(await stores().people.redact({ kind: 'held', held }, REDACTION)).toBe(true);
      expect(await stores().people.redact({ kind: 'held', held }, LATER)).toBe(false);
      await stores().ledger.hold(event);
      const redacted = { ...held, redacted: REDACTION };
      expect(await heldItems()).toEqual([{ kind: 'held', event: redacted, waits: false }]);
    });

    test.each(['quarantined', 'stale'] as const)(
      'that is %s goes once a person has decided',
      async (state) => {
        const held = heldEvent(amountApplied(), state);
        await stores().ledger.hold(held);
        expect(await heldItems()).toEqual([{ kind: 'held', event: held, waits: true }]);
        expect(await stores().people.redact({ kind: 'held', held }, REDACTION)).toBe(false);
        await stores().decide(held);
        expect(await heldItems()).toEqual([{ kind: 'held', event: held, waits: false }]);
        expect(await stores().people.redact({ kind: 'held', held }, REDACTION)).toBe(true);
        expect(await heldItems()).toMatchObject([{ event: { redacted: REDACTION } }]);
      },
    );

    test('that is unmatched stays: it is applied if its obligation is opened', async () => {
      const held = heldEvent(amountApplied(), 'unmatched');
      await stores().ledger.hold(held);
      await stores().decide(held);
      expect(await heldItems()).toEqual([{ kind: 'held', event: held, waits: true }]);
      expect(await stores().people.redact({ kind: 'held', held }, REDACTION)).toBe(false);
    });

    test('that was stale and is judged anew has its bytes again, and no mark', async () => {
      const held = heldEvent(amountApplied(), 'stale');
      await stores().ledger.hold(held);
      await stores().decide(held);
      await stores().people.redact({ kind: 'held', held }, REDACTION);
      const judged = heldEvent(amountApplied(), 'quarantined');
      await stores().ledger.hold(judged);
      expect((await heldItems()).map(({ event }) => event)).toEqual([judged]);
    });
  });
});
