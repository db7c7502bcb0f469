import { describe, expect, test } from 'vitest';
import type { ExceptionKind } from '#shared/models/exception.ts';
import { exceptionId } from '#shared/models/exception-id.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import {
  amountApplied,
  CUSTOMER,
  intent,
  movement,
  open,
  opening,
  PAYMENT,
  presentation,
} from '#test/support/factories.ts';
import { postingOf, RECORDED_AT } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NOON } from '#test/support/world.ts';
import { onEachStore } from './on-each-store.ts';

const at = (minute: number) => new Date(NOON + minute * 60_000).toISOString();
const held = (state: HeldEvent['state'], n = 1) =>
  heldEvent(amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}` } }), state, {
    receivedAt: at(n),
  });
const idOf = (event: HeldEvent) => exceptionId({ kind: 'event', held: event });

onEachStore('what waits for a person', (stores) => {
  const list = async (kind: ExceptionKind) =>
    (await stores().exceptions.listRows(kind)).toSorted((one, other) =>
      one.id < other.id ? -1 : 1,
    );
  const kept = async (id: string) => (await stores().exceptions.read([id])).get(id);

  describe.each(['unmatched', 'quarantined', 'stale'] as const)('an event that is %s', (kind) => {
    test('is listed from when it was received, whenever it is looked at', async () => {
      const event = held(kind);
      await stores().ledger.hold(event);
      await stores().waiting.postpone(event, at(600));
      expect(await list(kind)).toEqual([{ kind, id: idOf(event), since: at(1) }]);
      expect(await kept(idOf(event))).toEqual({ of: 'event', event, isListed: true });
    });

    test('is listed no more once a person takes it off the list, and is kept', async () => {
      const event = held(kind);
      await stores().ledger.hold(event);
      await stores().decide(event);
      expect(await list(kind)).toEqual([]);
      expect(await kept(idOf(event))).toEqual({ of: 'event', event, isListed: false });
    });
  });

  test('an event that is ignored is in no list', async () => {
    const event = held('ignored');
    await stores().ledger.hold(event);
    for (const kind of ['unmatched', 'quarantined', 'stale'] as const) {
      expect(await list(kind)).toEqual([]);
    }
    expect(await kept(idOf(event))).toEqual({ of: 'event', event, isListed: false });
  });

  test('an event without an id is found by its hash', async () => {
    const event = heldEvent('no json', 'quarantined', { receivedAt: at(1) });
    await stores().ledger.hold(event);
    expect(await list('quarantined')).toMatchObject([{ id: idOf(event) }]);
    expect(await kept(idOf(event))).toEqual({ of: 'event', event, isListed: true });
  });

  test('many are listed and read, each once, and what is not there is left out', async () => {
    const events = Array.from({ length: 101 }, (_, n) => held('quarantined', n));
    for (const event of events) await stores().ledger.hold(event);
    const ids = events.map(idOf);
    expect((await list('quarantined')).map(({ id }) => id)).toEqual(ids.toSorted());
    const read = await stores().exceptions.read([...ids, idOf(held('stale', 999)), 'drift:bcus_9']);
    expect([...read.keys()].toSorted()).toEqual(ids.toSorted());
  });

  test('an intent is listed from when it was begun until it is done', async () => {
    const begun = presentation({ key: 'create:a/b', startedAt: at(0) });
    await stores().intents.begin(begun, at(1));
    await stores().intents.markTried(begun.key, at(60));
    const id = exceptionId({ kind: 'intent', key: begun.key });
    expect(await list('intent')).toEqual([{ kind: 'intent', id, since: at(0) }]);
    expect(await kept(id)).toMatchObject({ of: 'intent', intent: { ...begun, tries: 2 } });
    await stores().intents.finish(begun.key, {
      id: 'pr_1',
      status: 'active',
      amount: 2000,
      currency: 'ZAR',
    });
    expect(await list('intent')).toEqual([]);
    expect(await kept(id)).toMatchObject({ intent: { done: { id: 'pr_1' } } });
  });

  test('a creation is an intent, too', async () => {
    const begun = intent({ key: 'key-1', startedAt: at(0) });
    await stores().intents.begin(begun, at(1));
    expect(await list('intent')).toEqual([{ kind: 'intent', id: 'intent:key-1', since: at(0) }]);
    expect(await kept('intent:key-1')).toEqual({ of: 'intent', intent: begun });
  });

  test('a head is listed since when Moment is to be told, and then as a drift', async () => {
    await open(stores());
    const posting = postingOf([movement(amountApplied())]);
    await stores().ledger.post({ ...posting, tellMoment: true }, []);
    const push = exceptionId({ kind: 'push', obligationId: CUSTOMER });
    const drift = exceptionId({ kind: 'drift', obligationId: CUSTOMER });
    const row = { kind: 'push', id: push, since: RECORDED_AT, refusals: 0 };
    expect(await list('push')).toEqual([row]);

    const untold = { state: 'push', dueAt: at(9), since: RECORDED_AT, refusals: 2 } as const;
    await stores().untold.claim(CUSTOMER, at(600), at(700));
    await stores().untold.record({ obligationId: CUSTOMER, until: at(700) }, { untold });
    expect(await list('push')).toEqual([{ ...row, refusals: 2 }]);
    expect(await kept(push)).toMatchObject({ of: 'head', obligation: { untold } });

    await stores().untold.claim(CUSTOMER, at(600), at(700));
    const given = { state: 'drift', dueAt: at(8), since: at(8), refusals: 0 } as const;
    const untoldDrift = { ...given, drift: 'refused' } as const;
    const lease = { obligationId: CUSTOMER, until: at(700) };
    await stores().untold.record(lease, { untold: untoldDrift });
    expect(await list('push')).toEqual([]);
    expect(await list('drift')).toEqual([{ kind: 'drift', id: drift, since: at(8), refusals: 0 }]);
  });

  test('the entries of a payment are found by its id, and no doubt of it', async () => {
    await open(stores());
    const entered = () => stores().exceptions.listEntered(PAYMENT);
    const doubted = {
      obligationId: CUSTOMER,
      toldBy: 'request',
      amount: 1,
      perhaps: 'p_1',
    } as const;
    await stores().ledger.keepDoubt({ ...doubted, paymentId: PAYMENT });
    await stores().ledger.hold(held('quarantined'));
    expect(await entered()).toEqual([]);
    await open(stores(), opening({ id: 'bcus_2', externalReference: 'two' }));
    const { obligation: owed } = opening({ id: 'bcus_2', externalReference: 'two' });
    const told = movement(amountApplied({ data: { customer_id: 'bcus_2' } }));
    const posting = postingOf([told], owed);
    expect(await stores().ledger.post(posting, [])).toBe('posted');
    expect(await entered()).toMatchObject([{ key: `${PAYMENT}@bcus_2`, obligationId: 'bcus_2' }]);
  });

  test('heads are found that exist', async () => {
    await open(stores());
    const found = await stores().exceptions.findHeads([CUSTOMER, 'bcus_2', CUSTOMER]);
    expect(found).toMatchObject([{ id: CUSTOMER, balance: 20000 }]);
    expect(await stores().exceptions.findHeads([])).toEqual([]);
  });
});
