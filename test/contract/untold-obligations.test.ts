import { describe, expect, test } from 'vitest';
import type { Sending, Untold } from '#shared/models/at-moment.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  open,
  opening,
} from '#test/support/factories.ts';
import { postingOf, RECORDED_AT } from '#test/support/postings.ts';
import { onEachStore } from './on-each-store.ts';

const at = (minute: number) => new Date(Date.parse(RECORDED_AT) + minute * 60_000).toISOString();
const UNTIL = at(3);
const TOLD = { balance: 5000, sequence: 2, at: at(1), pushed: true };
const SENDING: Sending = { balance: 5000, sequence: 2, at: at(1) };
const DRIFT: Untold = {
  state: 'drift',
  dueAt: at(4),
  since: at(4),
  refusals: 0,
  drift: 'changed_at_moment',
};

onEachStore('what Moment has to be told of', (stores) => {
  const head = (id = CUSTOMER) => stores().ledger.findObligation(id);
  const due = (minute: number, limit = 10) => stores().untold.listDue(at(minute), limit);
  const claim = () => stores().untold.claim(CUSTOMER, at(0), UNTIL);
  const record = (...of: Parameters<ReturnType<typeof stores>['untold']['record']>) =>
    stores().untold.record(...of);

  /** Another payment of it, which Moment has to learn of or not. */
  async function pay(n: number, tellMoment: boolean | undefined): Promise<void> {
    const known = await head();
    if (!known) throw new Error('no head');
    const event = amountApplied({
      id: `evt_${n}`,
      data: { id: `ob_${n}`, payment_id: `pay_${n}` },
    });
    const posting = postingOf([movement(event)], known);
    expect(await stores().ledger.post({ ...posting, tellMoment }, [])).toBe('posted');
  }

  const opened = () => open(stores(), opening());
  const marked = async () => {
    await opened();
    await pay(1, true);
  };

  describe('a posting', () => {
    test.each([undefined, false])('of which it need not know (%s) marks nothing', async (tells) => {
      await opened();
      await pay(1, tells);
      expect(await head()).toMatchObject({ sequence: 2 });
      expect((await head())?.untold).toBeUndefined();
      expect(await due(60)).toEqual([]);
    });

    test('of which it has to learn marks the obligation, from when it was recorded', async () => {
      await marked();
      expect((await head())?.untold).toEqual({
        ...{ state: 'push', dueAt: at(0), since: at(0), refusals: 0 },
      });
      expect(await due(0)).toEqual([CUSTOMER]);
      expect(await due(-1)).toEqual([]);
    });

    test('that is refused marks nothing', async () => {
      await opened();
      const stale = postingOf([movement(amountApplied())], obligation({ balance: 1 }));
      expect(await stores().ledger.post({ ...stale, tellMoment: true }, [])).toBe('conflict');
      expect((await head())?.untold).toBeUndefined();
    });

    test('leaves the turn to whoever has it', async () => {
      await marked();
      await claim();
      await pay(2, true);
      expect((await head())?.untold).toMatchObject({ dueAt: UNTIL, since: at(0) });
      await pay(3, undefined);
      expect((await head())?.untold).toMatchObject({ dueAt: UNTIL, since: at(0) });
    });

    test('has what a person had to look at looked at again, at once', async () => {
      await marked();
      await claim();
      await record({ obligationId: CUSTOMER, until: UNTIL }, { untold: DRIFT });
      expect(await due(60)).toEqual([]);
      await pay(2, true);
      expect((await head())?.untold).toEqual({ ...DRIFT, state: 'push' });
      expect(await due(4)).toEqual([CUSTOMER]);
      expect(await stores().untold.countDrifts(10)).toBe(0);
    });
  });

  describe('what is due', () => {
    test('is listed longest due first, up to a limit', async () => {
      for (const [n, minute] of [3, 1, 2].entries()) {
        const untold: Untold = { state: 'push', dueAt: at(minute), since: at(0), refusals: 0 };
        await open(stores(), opening({ id: `bcus_${n}`, externalReference: `C-${n}`, untold }));
      }
      expect(await due(3)).toEqual(['bcus_1', 'bcus_2', 'bcus_0']);
      expect(await due(2)).toEqual(['bcus_1', 'bcus_2']);
      expect(await due(3, 2)).toEqual(['bcus_1', 'bcus_2']);
    });

    test('is claimed once until the turn is over, and read as it is', async () => {
      await marked();
      expect(await claim()).toEqual(await head());
      expect((await head())?.untold?.dueAt).toBe(UNTIL);
      expect(await claim()).toBeUndefined();
      expect(await due(2)).toEqual([]);
      expect(await stores().untold.claim(CUSTOMER, UNTIL, at(6))).toMatchObject({ sequence: 2 });
    });

    test('is claimed by one of many', async () => {
      await marked();
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, n) => stores().untold.claim(CUSTOMER, at(0), at(3 + n))),
      );
      expect(claims.filter((one) => one !== undefined)).toHaveLength(1);
    });

    test('is none where nothing is marked, or there is nothing', async () => {
      await opened();
      expect(await claim()).toBeUndefined();
      expect(await stores().untold.claim('bcus_other', at(0), UNTIL)).toBeUndefined();
      expect(await head('bcus_other')).toBeUndefined();
    });
  });

  describe('whoever has the turn', () => {
    const lease = { obligationId: CUSTOMER, until: UNTIL };

    test('records what is sent, and then what Moment was told', async () => {
      await marked();
      await claim();
      const before = await head();
      expect(await record(lease, { sending: SENDING, atSequence: 2 })).toBe(true);
      expect(await head()).toEqual({ ...before, sending: SENDING });
      expect(
        await record(lease, { atMoment: TOLD, sending: 'none', untold: 'told', atSequence: 2 }),
      ).toBe(true);
      const { untold: _untold, ...facts } = before ?? {};
      expect(await head()).toEqual({ ...facts, atMoment: TOLD });
      expect(await due(60)).toEqual([]);
    });

    test('sets when it is looked at again, and how often it was refused', async () => {
      await marked();
      await claim();
      const untold: Untold = {
        state: 'push',
        dueAt: at(5),
        since: at(0),
        refusals: 2,
        differsSince: at(2),
      };
      expect(await record(lease, { untold })).toBe(true);
      expect((await head())?.untold).toEqual(untold);
      expect(await record(lease, { untold })).toBe(false);
      await stores().untold.claim(CUSTOMER, at(5), at(8));
      const anew = { ...untold, dueAt: at(9), refusals: 0 };
      expect(await record({ ...lease, until: at(8) }, { untold: anew })).toBe(true);
      expect((await head())?.untold).toEqual(anew);
    });

    test('hands it to a person, who is counted', async () => {
      await marked();
      await claim();
      expect(await record(lease, { untold: DRIFT, atSequence: 2 })).toBe(true);
      expect((await head())?.untold).toEqual(DRIFT);
      expect(await stores().untold.countDrifts(10)).toBe(1);
      expect(await stores().untold.countDrifts(1)).toBe(1);
      expect(await due(60)).toEqual([]);
      expect(await record(lease, { untold: 'told' })).toBe(false);
    });

    test('writes nothing once an entry has come, or the turn is over', async () => {
      await marked();
      await claim();
      await pay(2, undefined);
      const before = await head();
      expect(await record(lease, { sending: SENDING, atSequence: 2 })).toBe(false);
      expect(await record({ ...lease, until: at(4) }, { untold: 'told' })).toBe(false);
      expect(await record({ ...lease, obligationId: 'bcus_other' }, { untold: 'told' })).toBe(
        false,
      );
      expect(await head()).toEqual(before);
      expect(await record(lease, { sending: SENDING })).toBe(true);
      expect(await head()).toEqual({ ...before, sending: SENDING });
    });
  });

  test('what a payment showed is kept, the last of it', async () => {
    expect(await stores().untold.findLowering()).toBeUndefined();
    const seen = { lowers: 'yes', obligationId: CUSTOMER, sequence: 3, at: at(1) } as const;
    await stores().untold.keepLowering({ ...seen, lowers: 'no' });
    await stores().untold.keepLowering(seen);
    expect(await stores().untold.findLowering()).toEqual(seen);
  });

  test('what a payment showed is no line of the statement', async () => {
    await opened();
    const { statements, untold } = stores();
    const before = await statements.listStatement(CUSTOMER, { limit: 10 });
    await untold.keepLowering({ lowers: 'yes', obligationId: CUSTOMER, sequence: 1, at: at(1) });
    await untold.keepLowering({ lowers: 'yes', obligationId: CUSTOMER, sequence: 2, at: at(1) });
    expect(await statements.listStatement(CUSTOMER, { limit: 10 })).toEqual(before);
  });
});
