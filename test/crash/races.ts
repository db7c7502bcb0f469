import { Breach } from '#test/simulation/breach.ts';
import { CUSTOMER, open, opening } from '#test/support/factories.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { refused } from '#test/support/memory-moment-api.ts';
import type { InterleavingLimits } from '#test/support/suspension-points.ts';
import {
  adopt,
  BALANCE_AS_OF,
  charge,
  consume,
  consumeStale,
  create,
  present,
  push,
  REFERENCE,
  refund,
  resolve,
  sweep,
  THEIRS,
  tellAround,
  tellPayment,
  tellRequest,
} from './commands.ts';
import type { Command, CrashWorld } from './crash-world.ts';
import {
  AT_MOMENT,
  expectAdopted,
  expectBalance,
  expectCustomer,
  expectEffects,
  expectHeld,
  expectOnePaymentRequest,
  expectToldMoment,
  expectUndone,
  FIRST_AT_MOMENT,
} from './expectations.ts';

export type Race = {
  readonly name: string;
  /** Where there are too many orders for every one of them. */
  readonly limits?: InterleavingLimits;
  /** What went before, and then what runs at once. */
  prepare(world: CrashWorld): Promise<readonly Command[]>;
  check(world: CrashWorld): void | Promise<void>;
};

const waiting = (n: number, facts = {}) => tellPayment(n, { customer: FIRST_AT_MOMENT, ...facts });
const opened = ({ table }: CrashWorld, ...args: Parameters<typeof opening>) =>
  open(
    { ledger: new MemoryLedgerStore(table), intents: new MemoryIntentStore(table) },
    opening(...args),
  );

/** Moment has a customer whom nobody created here. */
const theirs = ({ moment }: CrashWorld) =>
  moment.put({ id: THEIRS, externalReference: REFERENCE, currency: 'ZAR' });

const OTHER = 'bcus_other';
const THIRD = 'bcus_third';
const others = async (world: CrashWorld) => {
  await opened(world, { id: OTHER, externalReference: 'other' });
  await opened(world, { id: THIRD, externalReference: 'third' });
};

export const RACES: readonly Race[] = [
  {
    name: 'two people who decide otherwise about one payment',
    prepare: async (world) => {
      await others(world);
      const telling = waiting(1);
      await world.play(consume(world, [telling]));
      return [
        resolve(telling, 1, { action: 'apply_to', obligation: OTHER }),
        resolve(telling, 1, { action: 'dismiss' }),
      ];
    },
    check: (world) => {
      expectEffects(world, 1, 0, 1);
      expectHeld(world, 'unmatched');
    },
  },
  {
    name: 'two people who have two tellings of one payment count in two places',
    prepare: async (world) => {
      await others(world);
      const [one, other] = [waiting(1), waiting(1, { event: 'evt_again' })];
      await world.play(consume(world, [one, other]));
      return [
        resolve(one, 1, { action: 'apply_to', obligation: OTHER }),
        resolve(other, 1, { action: 'apply_to', obligation: THIRD }),
      ];
    },
    check: (world) => expectEffects(world, 1, 1),
  },
  {
    name: 'two people who have one doubt count',
    prepare: async (world) => {
      await opened(world);
      const doubted = tellPayment(2, { amount: 100 });
      await world.play(consume(world, [tellRequest(1), doubted]));
      return [
        resolve(doubted, 2, { action: 'apply' }),
        resolve(doubted, 2, { action: 'apply', note: 'The other' }),
      ];
    },
    check: (world) => {
      expectBalance(world, 19800);
      expectEffects(world, 2, 1);
    },
  },
  {
    name: 'a fresh delivery, and a person who has the stale one count elsewhere',
    prepare: async (world) => {
      await opened(world);
      await others(world);
      const telling = tellPayment(1);
      await world.play(consumeStale(world, telling));
      return [
        consume(world, [telling]),
        resolve(telling, 1, { action: 'apply_to', obligation: OTHER }),
      ];
    },
    check: (world) => expectEffects(world, 1, 1),
  },
  {
    name: 'the other event of a payment, and a person who has the doubt about it count',
    prepare: async (world) => {
      await opened(world);
      const doubted = tellPayment(2, { amount: 100 });
      await world.play(consume(world, [tellRequest(1), doubted]));
      return [
        consume(world, [tellRequest(2, { amount: 100 })]),
        resolve(doubted, 2, { action: 'apply' }),
      ];
    },
    check: (world) => {
      expectBalance(world, 19800);
      expectEffects(world, 2, 1);
    },
  },
  {
    name: 'a creation, and a person who dismisses what waits for it',
    prepare: async (world) => {
      const telling = waiting(1);
      await world.play(consume(world, [telling]));
      return [create('key-1'), resolve(telling, 1, { action: 'dismiss' })];
    },
    check: (world) => {
      expectCustomer(world, world.table.held.size > 0 ? 20000 : 19900);
      expectEffects(world, 1, world.table.held.size > 0 ? 0 : 1);
    },
  },
  {
    name: 'a creation, and a person who has what waits for it count elsewhere',
    prepare: async (world) => {
      await others(world);
      const telling = waiting(1);
      await world.play(consume(world, [telling]));
      return [create('key-1'), resolve(telling, 1, { action: 'apply_to', obligation: OTHER })];
    },
    check: (world) => expectEffects(world, 1, 1),
  },
  {
    name: 'the sweep, and a person who has what it settles count',
    prepare: async (world) => {
      const telling = tellPayment(1);
      await world.play(consume(world, [telling]));
      await opened(world);
      world.clock.advance(10 * 60_000);
      return [sweep(), resolve(telling, 1, { action: 'apply' })];
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectEffects(world, 1, 1);
    },
  },
  {
    name: 'another telling of a payment, and a person who dismisses it',
    prepare: async (world) => {
      const telling = waiting(1);
      await world.play(consume(world, [telling]));
      return [
        consume(world, [waiting(1, { event: 'evt_again' })]),
        resolve(telling, 1, { action: 'dismiss' }),
      ];
    },
    check: (world) => expectEffects(world, 1, 0),
  },
  {
    name: 'two people who adopt one customer for two payments',
    limits: { deaths: 0, preemptions: 2 },
    prepare: async (world) => {
      theirs(world);
      const [one, other] = [tellAround(1, 'after'), tellAround(2, 'after')];
      await world.play(consume(world, [one, other]));
      const asked = { ...{ id: THEIRS, external_reference: REFERENCE }, balance: 20000 };
      const adopt = { ...asked, currency: 'ZAR', balance_as_of: BALANCE_AS_OF };
      return [
        resolve(one, 1, { action: 'adopt', adopt }),
        resolve(other, 2, { action: 'adopt', adopt }),
      ];
    },
    check: (world) => expectAdopted(world, 19700),
  },
  {
    name: 'an adoption, and payments around the moment of its balance',
    prepare: async (world) => {
      theirs(world);
      return [
        adopt('key-1'),
        consume(world, [tellAround(1, 'before'), tellAround(2, 'after'), tellAround(3, 'untold')]),
      ];
    },
    check: (world) => {
      expectAdopted(world, 19800);
      expectHeld(world, 'ignored', 'quarantined');
    },
  },
  {
    name: 'two adoptions of one customer under two keys, with payments that wait',
    prepare: async (world) => {
      theirs(world);
      await world.play(consume(world, [tellAround(1, 'before'), tellAround(2, 'after')]));
      return [adopt('key-1'), adopt('key-2')];
    },
    check: (world) => {
      expectAdopted(world, 19800);
      expectHeld(world, 'ignored');
    },
  },
  {
    name: 'an adoption and the sweep that carries it on, with payments that wait',
    limits: { deaths: 0, preemptions: 2 },
    prepare: async (world) => {
      theirs(world);
      await world.play(consume(world, [tellAround(1, 'before'), tellAround(2, 'after')]));
      return [adopt('key-1'), sweep()];
    },
    check: (world) => {
      expectAdopted(world, 19800);
      expectHeld(world, 'ignored');
    },
  },
  {
    name: 'two consumers of one message',
    prepare: async (world) => {
      await opened(world);
      return [consume(world, [tellPayment(1)]), consume(world, [tellPayment(1)])];
    },
    check: (world) => expectBalance(world, 19900),
  },
  {
    name: 'two consumers of two payments of one customer',
    prepare: async (world) => {
      await opened(world);
      return [consume(world, [tellPayment(1)]), consume(world, [tellPayment(2)])];
    },
    check: (world) => expectBalance(world, 19700),
  },
  {
    name: 'two consumers of the same two messages, one of them in the other order',
    prepare: async (world) => {
      await opened(world);
      const [one, two] = [tellPayment(1), tellPayment(2)];
      return [consume(world, [one, two]), consume(world, [two, one])];
    },
    check: (world) => expectBalance(world, 19700),
  },
  {
    name: 'consumers of two tellings of one payment',
    prepare: async (world) => {
      await opened(world);
      const again = tellPayment(1, { event: 'evt_again' });
      return [consume(world, [tellPayment(1)]), consume(world, [again])];
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'consumers of two tellings that contradict each other: the first one wins',
    prepare: async (world) => {
      await opened(world);
      const otherwise = tellPayment(1, { amount: 7 });
      return [consume(world, [tellPayment(1)]), consume(world, [otherwise])];
    },
    check: (world) => {
      expectBalance(world, [19900, 19993]);
      expectHeld(world, 'quarantined');
    },
  },
  {
    name: 'consumers of two applications of one payment, which its request entered',
    prepare: async (world) => {
      await opened(world);
      await world.play(consume(world, [tellRequest(1)]));
      const other = tellPayment(1, { event: 'evt_other', data: 'ob_other' });
      return [consume(world, [tellPayment(1)]), consume(world, [other])];
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectHeld(world, 'quarantined');
    },
  },
  {
    name: 'three consumers of one message',
    limits: { deaths: 0, preemptions: 3 },
    prepare: async (world) => {
      await opened(world);
      return [1, 2, 3].map(() => consume(world, [tellPayment(1)]));
    },
    check: (world) => expectBalance(world, 19900),
  },
  {
    name: 'a payment and the creation of its customer',
    prepare: async (world) => [consume(world, [waiting(1)]), create('key-1')],
    check: (world) => {
      expectCustomer(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'a payment told twice and the creation of its customer',
    prepare: async (world) => [
      consume(world, [waiting(1), waiting(1, { event: 'evt_again' })]),
      create('key-1'),
    ],
    check: (world) => {
      expectCustomer(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'a payment, the creation of its customer, and the sweep',
    limits: { deaths: 0, preemptions: 2 },
    prepare: async (world) => [consume(world, [waiting(1)]), create('key-1'), sweep()],
    check: (world) => {
      expectCustomer(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'the same event again, and the sweep that applies it',
    prepare: async (world) => {
      await world.play(consume(world, [waiting(1)]));
      await opened(world, { id: FIRST_AT_MOMENT });
      return [consume(world, [waiting(1)]), sweep()];
    },
    check: (world) => {
      expectBalance(world, 19900, FIRST_AT_MOMENT);
      expectHeld(world);
    },
  },
  {
    name: 'another telling of a payment, and the sweep that applies the first',
    prepare: async (world) => {
      await world.play(consume(world, [waiting(1)]));
      await opened(world, { id: FIRST_AT_MOMENT });
      return [consume(world, [waiting(1, { event: 'evt_again' })]), sweep()];
    },
    check: (world) => {
      expectBalance(world, 19900, FIRST_AT_MOMENT);
      expectHeld(world);
    },
  },
  {
    name: 'two creations with one Idempotency-Key',
    prepare: async () => [neverRefused(create('key-1')), neverRefused(create('key-1'))],
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'two creations without one',
    prepare: async () => [create(undefined), create(undefined)],
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'two creations with two Idempotency-Keys',
    prepare: async () => [create('key-1'), create('key-2')],
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'two creations of other customers under one reference',
    prepare: async () => [create('key-1'), create('key-2', { name: 'Jane Doe' })],
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'a creation that is asked again, and the sweep that finishes it',
    prepare: async (world) => {
      await abandon(world);
      return [neverRefused(create('key-1')), sweep()];
    },
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'two sweeps of a creation and a payment that waits for it',
    limits: { deaths: 0, preemptions: 2 },
    prepare: async (world) => {
      await world.play(consume(world, [waiting(1)]));
      await abandon(world);
      return [sweep(), sweep()];
    },
    check: (world) => {
      expectCustomer(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'one balance presented twice with one Idempotency-Key',
    prepare: async (world) => {
      await opened(world);
      return [present('key-1'), present('key-1')];
    },
    check: (world) => expectOnePaymentRequest(world, 20000),
  },
  {
    name: 'two creations with one Idempotency-Key that Moment refuses, each sent again until it is done',
    prepare: async ({ moment }) => {
      refuseTwice(moment);
      return [untilDone(create('key-1')), untilDone(create('key-1'))];
    },
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'one balance presented twice with one Idempotency-Key that Moment refuses, and again',
    prepare: async (world) => {
      await opened(world);
      refuseTwice(world.moment);
      return [untilDone(present('key-1')), untilDone(present('key-1'))];
    },
    check: (world) => expectOnePaymentRequest(world, 20000),
  },
  {
    name: 'a balance that is presented while it is paid',
    prepare: async (world) => {
      await opened(world);
      return [present('key-1'), consume(world, [tellPayment(1)])];
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectOnePaymentRequest(world, 20000, 19900);
    },
  },
  {
    name: 'two operators who refund one payment',
    limits: { deaths: 0, preemptions: 2 },
    prepare: async (world) => {
      await opened(world);
      await world.play(consume(world, [tellPayment(1)]));
      return [refund('key-1', 1), refund('key-2', 1)];
    },
    check: (world) => {
      expectBalance(world, 20000);
      expectUndone(world, `pay_1@${CUSTOMER}`, 100, 1);
    },
  },
  {
    name: 'one charge that is sent twice',
    prepare: async (world) => {
      await opened(world);
      return [charge('key-1', 700), charge('key-1', 700)];
    },
    check: (world) => expectBalance(world, 20700),
  },
  {
    name: 'a push, and a payment that comes while Moment is told',
    prepare: async (world) => {
      await chargedAtMoment(world);
      return [push(world), consume(world, [tellPayment(1)])];
    },
    check: async (world) => {
      expectBalance(world, 20600);
      await world.play(push(world));
      await expectToldMoment(world, 20600);
    },
  },
  {
    name: 'two pushes of one customer',
    prepare: async (world) => {
      await chargedAtMoment(world);
      return [push(world), push(world)];
    },
    check: async (world) => {
      await world.play(push(world));
      await expectToldMoment(world, 20700);
    },
  },
  {
    name: 'a charge, and a payment',
    prepare: async (world) => {
      await opened(world);
      return [charge('key-1', 700), consume(world, [tellPayment(1)])];
    },
    check: (world) => expectBalance(world, 20600),
  },
  {
    name: 'a refund, and the telling by which its payment was less',
    limits: { deaths: 1, preemptions: 1 },
    prepare: async (world) => {
      await opened(world);
      await world.play(consume(world, [tellRequest(1, { amount: 150 })]));
      return [refund('key-1', 1), consume(world, [tellPayment(1)])];
    },
    // All of it went back, of which 150 or 100 had been told by then.
    check: (world) => expectBalance(world, [20000, 20050]),
  },
];

/** As Moment refuses one key, however often it is sent. */
function refuseTwice(moment: CrashWorld['moment']): void {
  const instead = { when: 'instead', refused: refused(400, 'Bad Request') } as const;
  moment.meet(instead, instead);
}

function untilDone<T>(command: Command<T>): Command<T> {
  return {
    ...command,
    isContent: (ended) => ended.kind === 'answered' && command.isContent(ended),
  };
}

/** Whoever asks twice for one thing under one key is told twice of it. */
function neverRefused<T>(command: Command<T>): Command<T> {
  return {
    ...command,
    isContent: (ended) => {
      const isContent = command.isContent(ended);
      if (isContent && ended.kind === 'failed') throw new Breach(`refused: ${ended.error}`);
      return isContent;
    },
  };
}

/** What Moment has to be told of. */
async function chargedAtMoment(world: CrashWorld): Promise<void> {
  await opened(world, { balance: 20_000, atMoment: AT_MOMENT });
  world.moment.put({ id: CUSTOMER, currency: 'ZAR', balance: 20_000 });
  await world.play(charge('key-1', 700));
}

/** A creation that died once Moment had done its part. */
async function abandon(world: CrashWorld): Promise<void> {
  await world.once(create('key-1'), ({ call }) => (call === 'ledger.open' ? 'dies' : 'goes on'));
}
