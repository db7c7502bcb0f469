import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { Breach } from '#test/simulation/breach.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  open,
  opening,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { keySpent, refused } from '#test/support/memory-moment-api.ts';
import { MemoryPresentedRequests } from '#test/support/memory-presented-requests.ts';
import { NO_DEADLINE } from '#test/support/world.ts';
import {
  adopt,
  BALANCE_AS_OF,
  charge,
  consume,
  consumeQueue,
  consumeStale,
  create,
  createBill,
  deliver,
  present,
  push,
  REFERENCE,
  refresh,
  refund,
  refundOfReport,
  resolve,
  sweep,
  THEIRS,
  tell,
  tellAround,
  tellPayment,
  tellRequest,
  update,
} from './commands.ts';
import type { Command, CrashWorld, Deps } from './crash-world.ts';
import {
  AT_MOMENT,
  expectAdopted,
  expectBalance,
  expectBill,
  expectCustomer,
  expectEffects,
  expectHeld,
  expectKeptAsAtMoment,
  expectNotExpired,
  expectOnePaymentRequest,
  expectReconciled,
  expectToldMoment,
  expectUndone,
  FIRST_AT_MOMENT,
} from './expectations.ts';

export type Scenario = {
  readonly name: string;
  /** Each call of a port that is made if nothing goes wrong. */
  readonly calls: readonly string[];
  /** Before anything can go wrong; then what happens, one after the other. */
  prepare(world: CrashWorld): Promise<readonly Command[]>;
  /** Beside what always holds: what exactly must have come of it. */
  check(world: CrashWorld): void | Promise<void>;
};

const OTHER = 'bcus_other';
const READ = ['ledger.readLedger', 'rest of a ledger call'];
const SETTLED = [...READ, 'ledger.post'];
const HELD = [...READ, 'ledger.hold'];
const CREATED = [
  'intents.begin',
  'intents.find',
  'waiting.listWaiting',
  'ledger.open',
  'moment.createCustomer',
  'rest of a Moment call',
];
const ADOPTED = [
  ...['intents.begin', 'intents.find', 'ledger.findWithProfile', 'ledger.open'],
  ...['moment.findAtMoment', 'waiting.listWaiting'],
];
const NESTED = [...CREATED, 'moment.createAccount', 'moment.createBill'];
const CHANGED = ['ledger.findObligation', 'changes.findDone', 'intents.find'];
const OF_REPORT = [
  ...[...CHANGED, 'ledger.post', 'changes.findUndoable', 'changes.findUndoing'],
  'changes.findReconciled',
];
const PRESENTED = [
  'intents.begin',
  'intents.find',
  'intents.finish',
  'ledger.findObligation',
  'moment.createPaymentRequest',
  'presented.keepPresented',
  'presented.listPresented',
];
const FOUND = ['resolutions.findHeld', 'resolutions.resolve'];
const RESOLVED = [...FOUND, 'resolutions.listBeside'];
const EXPIRED = ['moment.expirePaymentRequest', 'presented.keepExpiry'];
const PUSHED = [
  ...['untold.listDue', 'untold.claim', 'untold.record', 'untold.countDrifts'],
  ...['statements.listLines', 'moment.findAtMoment', 'moment.updateAtMoment'],
  'presented.listPresented',
];

const opened = ({ table }: CrashWorld, ...args: Parameters<typeof opening>) =>
  open(
    { ledger: new MemoryLedgerStore(table), intents: new MemoryIntentStore(table) },
    opening(...args),
  );
/** For what is done before anything can go wrong. */
const depsOf = ({ table, clock }: CrashWorld) =>
  ({ ...createMemoryDeps(table), clock }) as unknown as Deps;
/** The first payment, entered before anything can go wrong. */
const paidOnce = async (world: CrashWorld) => {
  const telling = tellPayment(1);
  world.tell(telling);
  world.acknowledged.set(telling.hash, telling);
  await settleEvents([incoming(String(telling.body))], NO_DEADLINE, depsOf(world));
};
const presented = ({ moment, table }: CrashWorld, id: string, amount: number) => {
  const request = { id, status: 'active', amount, currency: 'ZAR' };
  moment.paymentRequests.push(request);
  return new MemoryPresentedRequests(table).keepPresented(CUSTOMER, request);
};
/** Moment has a customer whom nobody created here. */
const theirs = ({ moment }: CrashWorld) =>
  moment.put({ id: THEIRS, externalReference: REFERENCE, name: 'John Doe', currency: 'ZAR' });
const commands = (...all: Command[]) => all;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a payment that a person dismisses, though its customer is created later',
    calls: [...HELD, ...RESOLVED, ...CREATED],
    prepare: async (world) => {
      const telling = tellPayment(1, { customer: FIRST_AT_MOMENT });
      const again = tellPayment(1, { customer: FIRST_AT_MOMENT, event: 'evt_again' });
      return commands(
        consume(world, [telling]),
        resolve(telling, 1, { action: 'dismiss' }),
        create('key-1'),
        consume(world, [telling, again]),
      );
    },
    check: (world) => {
      expectCustomer(world, 20000);
      expectEffects(world, 1, 0);
    },
  },
  {
    name: 'a payment that may be told twice, and that a person has count',
    calls: [...HELD, 'ledger.keepDoubt', ...RESOLVED],
    prepare: async (world) => {
      await opened(world);
      await world.play(consume(world, [tellRequest(1)]));
      const doubted = tellPayment(2, { amount: 100 });
      return commands(
        consume(world, [doubted]),
        resolve(doubted, 2, { action: 'apply' }),
        consume(world, [doubted]),
      );
    },
    check: (world) => {
      expectBalance(world, 19800);
      expectHeld(world, 'quarantined');
      expectEffects(world, 2, 1);
    },
  },
  {
    name: 'another amount of a payment, which a person has count',
    calls: [...SETTLED, 'ledger.hold', ...RESOLVED],
    prepare: async (world) => {
      await opened(world);
      const retold = tellPayment(1, { event: 'evt_again', amount: 150 });
      return commands(
        consume(world, [tellPayment(1), retold]),
        resolve(retold, 1, { action: 'apply' }),
        consume(world, [tellPayment(1)]),
      );
    },
    check: (world) => expectBalance(world, 19850),
  },
  {
    name: 'a payment that a person has count elsewhere than it was told',
    calls: [...HELD, ...RESOLVED, ...CREATED],
    prepare: async (world) => {
      await opened(world, { id: OTHER, externalReference: 'other' });
      const telling = tellPayment(1, { customer: FIRST_AT_MOMENT });
      return commands(
        consume(world, [telling]),
        resolve(telling, 1, { action: 'apply_to', obligation: OTHER }),
        create('key-1'),
        consume(world, [telling]),
      );
    },
    check: (world) => {
      expectCustomer(world, 20000);
      expectBalance(world, 19900, OTHER);
      expectEffects(world, 1, 1);
    },
  },
  {
    name: 'a payment told too late, which a person has count, and which is told in time after all',
    calls: [...HELD, ...RESOLVED],
    prepare: async (world) => {
      await opened(world);
      const telling = tellPayment(1);
      return commands(
        consumeStale(world, telling),
        resolve(telling, 1, { action: 'apply' }),
        consume(world, [telling]),
      );
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectEffects(world, 1, 1);
    },
  },
  {
    name: 'a payment that a person has count elsewhere, and Moment that is told on both',
    calls: [...HELD, ...RESOLVED, ...PUSHED],
    prepare: async (world) => {
      const owed = { balance: 20_000, atMoment: AT_MOMENT };
      await opened(world, owed);
      await opened(world, { ...owed, id: OTHER, externalReference: 'other' });
      // Moment has lowered where it told of the payment.
      world.moment.put({ id: CUSTOMER, currency: 'ZAR', balance: 19_900 });
      world.moment.put({ id: OTHER, currency: 'ZAR', balance: 20_000 });
      const telling = tellPayment(1);
      return commands(
        consumeStale(world, telling),
        resolve(telling, 1, { action: 'apply_to', obligation: OTHER }),
        push(world),
      );
    },
    check: async (world) => {
      await expectToldMoment(world, 20_000);
      await expectToldMoment(world, 19_900, OTHER);
    },
  },
  {
    name: 'a customer whom a person adopts for a payment that waits',
    calls: [...HELD, ...FOUND, ...ADOPTED],
    prepare: async (world) => {
      theirs(world);
      const telling = tellAround(1, 'after');
      const asked = { ...{ id: THEIRS, external_reference: REFERENCE }, balance: 20000 };
      const adopt = { ...asked, currency: 'ZAR', balance_as_of: BALANCE_AS_OF };
      return commands(consume(world, [telling]), resolve(telling, 1, { action: 'adopt', adopt }));
    },
    check: (world) => {
      expectAdopted(world, 19900);
      expectEffects(world, 1, 1);
    },
  },
  {
    name: 'a delivery that is verified, queued and reconciled',
    calls: ['keys.read', 'keys.reread', 'queue.put', ...SETTLED],
    prepare: async (world) => {
      await opened(world);
      return commands(deliver(world, tellPayment(1)), consumeQueue(world));
    },
    check: (world) => expectBalance(world, 19900),
  },
  {
    name: 'a payment',
    calls: SETTLED,
    prepare: async (world) => {
      await opened(world);
      return commands(consume(world, [tellPayment(1)]));
    },
    check: (world) => expectBalance(world, 19900),
  },
  {
    name: 'a payment that is told again later',
    calls: SETTLED,
    prepare: async (world) => {
      await opened(world);
      return commands(
        consume(world, [tellPayment(1)]),
        consume(world, [tellPayment(1, { event: 'evt_again' })]),
      );
    },
    check: (world) => expectBalance(world, 19900),
  },
  {
    name: 'two payments of one customer in one batch',
    calls: SETTLED,
    prepare: async (world) => {
      await opened(world);
      return commands(consume(world, [tellPayment(1), tellPayment(2)]));
    },
    check: (world) => expectBalance(world, 19700),
  },
  {
    name: 'one payment told twice in one batch',
    calls: SETTLED,
    prepare: async (world) => {
      await opened(world);
      return commands(consume(world, [tellPayment(1), tellPayment(1, { event: 'evt_again' })]));
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'one payment told twice in one batch, with other facts the second time',
    calls: [...SETTLED, 'ledger.hold'],
    prepare: async (world) => {
      await opened(world);
      return commands(consume(world, [tellPayment(1), tellPayment(1, { amount: 7 })]));
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectHeld(world, 'quarantined');
    },
  },
  {
    name: 'a Payment Request that is paid, and applied with another amount',
    calls: [...SETTLED],
    prepare: async (world) => {
      await opened(world);
      return commands(
        consume(world, [tellRequest(1, { amount: 150 })]),
        consume(world, [tellPayment(1)]),
      );
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'a payment told by both events, and applied otherwise afterwards',
    calls: [...SETTLED, 'ledger.hold', 'ledger.keepTelling'],
    prepare: async (world) => {
      await opened(world);
      return commands(
        consume(world, [tellRequest(1)]),
        consume(world, [tellPayment(1)]),
        consume(world, [tellPayment(1, { event: 'evt_again', amount: 7 })]),
      );
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectHeld(world, 'quarantined');
    },
  },
  {
    name: 'what was applied, and its Payment Request after it',
    calls: [...SETTLED, 'ledger.keepTelling'],
    prepare: async (world) => {
      await opened(world);
      return commands(consume(world, [tellPayment(1)]), consume(world, [tellRequest(1)]));
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'one payment that may be told under two ids',
    calls: [...SETTLED, 'ledger.hold', 'ledger.keepDoubt'],
    prepare: async (world) => {
      await opened(world);
      return commands(
        consume(world, [tellPayment(1)]),
        consume(world, [tellRequest(2, { amount: 100 })]),
      );
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectHeld(world, 'quarantined');
    },
  },
  {
    name: 'payments of two customers in one batch',
    calls: SETTLED,
    prepare: async (world) => {
      await opened(world);
      await opened(world, { id: OTHER, externalReference: 'other' });
      return commands(consume(world, [tellPayment(1), tellPayment(2, { customer: OTHER })]));
    },
    check: (world) => {
      expectBalance(world, 19900);
      expectBalance(world, 19800, OTHER);
    },
  },
  {
    name: 'a payment for nobody',
    calls: HELD,
    prepare: async (world) => {
      const { webhookId, body } = tellPayment(1, { customer: 'bcus_nobody' });
      return commands(
        consume(world, [{ ...tell(String(body), { kind: 'unmatched' }), webhookId }]),
      );
    },
    check: (world) => expectHeld(world, 'unmatched'),
  },
  {
    name: 'a payment in another currency, an event without meaning, and no JSON',
    calls: HELD,
    prepare: async (world) => {
      await opened(world);
      const dollars = amountApplied({ id: 'evt_usd', data: { currency: 'USD' } });
      const notOurs = paymentRequestPaid({ id: 'evt_pr', data: { metadata: {} } });
      return commands(
        consume(world, [
          tell(dollars, { kind: 'quarantined' }),
          tell(notOurs, { kind: 'ignored' }),
          tell('{', { kind: 'quarantined' }),
        ]),
      );
    },
    check: (world) => {
      expectBalance(world, 20000);
      expectHeld(world, 'ignored', 'quarantined', 'quarantined');
    },
  },
  {
    name: 'a customer',
    calls: CREATED,
    prepare: async () => commands(create('key-1')),
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'a customer whose request has no Idempotency-Key',
    calls: CREATED,
    prepare: async () => commands(create(undefined)),
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'a customer for whom Moment stores a failure under the first key',
    calls: [...CREATED, 'intents.replaceMomentKey'],
    prepare: async ({ moment }) => {
      moment.meet({ when: 'before', error: keySpent() });
      return commands(create('key-1'));
    },
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'a customer whom Moment creates before it stores a failure',
    calls: [...CREATED, 'intents.replaceMomentKey', 'moment.findAtMoment'],
    prepare: async ({ moment }) => {
      moment.meet({ when: 'after', error: keySpent() });
      return commands(create('key-1'));
    },
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'a payment that waits for its customer',
    calls: [...CREATED, ...HELD, 'ledger.post'],
    prepare: async (world) =>
      commands(consume(world, [tellPayment(1, { customer: FIRST_AT_MOMENT })]), create('key-1')),
    check: (world) => {
      expectCustomer(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'two tellings of a payment that wait for their customer',
    calls: [...CREATED, ...HELD, 'ledger.post', 'ledger.release'],
    prepare: async (world) =>
      commands(
        consume(world, [
          tellPayment(1, { customer: FIRST_AT_MOMENT }),
          tellPayment(1, { customer: FIRST_AT_MOMENT, event: 'evt_again' }),
        ]),
        create('key-1'),
      ),
    check: (world) => {
      expectCustomer(world, 19900);
      expectHeld(world);
    },
  },
  {
    name: 'a creation that is given up and swept, with a payment that waits',
    calls: [
      ...[...CREATED, ...HELD, 'ledger.post'],
      ...['intents.listDue', 'waiting.listDue', 'waiting.summariseWaiting'],
      // Who it is, for whoever sends it again once it is finished.
      'ledger.findWithProfile',
    ],
    prepare: async (world) => {
      const again: Command = create('key-1');
      return commands(
        consume(world, [tellPayment(1, { customer: FIRST_AT_MOMENT })]),
        { ...create('key-1'), isContent: () => true },
        sweep(),
        // Nobody but the merchant knows of a request that died before its intent was stored.
        { ...again, isContent: (ended) => world.table.intents.size > 0 || again.isContent(ended) },
      );
    },
    check: (world) => expectCustomer(world, 19900),
  },
  {
    name: 'a customer whom Moment refuses, and takes once the request is mended',
    calls: [...CREATED, 'intents.discard', 'ledger.findReference'],
    prepare: async ({ moment }) => {
      moment.meet({ when: 'instead', refused: refused(400, 'Bad Request') });
      return commands(create('key-1'), create('key-1', { name: 'Jane Doe' }));
    },
    check: (world) => expectCustomer(world, 20000),
  },
  {
    name: 'a bill with a new account of a new customer',
    calls: NESTED,
    prepare: async () => commands(createBill('key-1')),
    check: (world) => expectBill(world, 20000),
  },
  {
    name: 'a bill with a new account of a new customer, without Idempotency-Key',
    calls: NESTED,
    prepare: async () => commands(createBill(undefined)),
    check: (world) => expectBill(world, 20000),
  },
  {
    name: 'a bill whose account Moment creates before it stores a failure',
    calls: [...NESTED, ...['intents.replaceMomentKey', 'moment.findAtMoment']],
    prepare: async ({ moment }) => {
      moment.meetAt('account', { when: 'after', error: keySpent() });
      return commands(createBill('key-1'));
    },
    check: (world) => expectBill(world, 20000),
  },
  {
    name: 'a bill that is given up and swept, with a payment that waits for it',
    calls: [
      ...[...NESTED, ...HELD, 'ledger.post'],
      ...['intents.listDue', 'waiting.listDue', 'waiting.summariseWaiting'],
      'ledger.findWithProfile',
    ],
    prepare: async (world) => {
      const again: Command = createBill('key-1');
      return commands(
        consume(world, [tellPayment(1, { customer: FIRST_AT_MOMENT, bill: 'bill_1' })]),
        { ...createBill('key-1'), isContent: () => true },
        sweep(),
        { ...again, isContent: (ended) => world.table.intents.size > 0 || again.isContent(ended) },
      );
    },
    check: (world) => expectBill(world, 19900),
  },
  {
    name: 'a customer who is adopted, with payments that wait and others that come later',
    calls: [...ADOPTED, ...HELD, 'ledger.post', 'ledger.keepDoubt'],
    prepare: async (world) => {
      theirs(world);
      return commands(
        consume(world, [tellAround(1, 'before'), tellAround(2, 'after'), tellAround(3, 'untold')]),
        adopt('key-1'),
        consume(world, [tellAround(4, 'untold'), tellAround(5, 'after'), tellAround(6, 'before')]),
      );
    },
    check: (world) => {
      expectAdopted(world, 20000 - 200 - 500);
      expectHeld(world, 'ignored', 'ignored', 'quarantined', 'quarantined');
    },
  },
  {
    name: 'an adoption that is given up and swept, with payments that wait',
    calls: [
      ...[...ADOPTED, ...HELD, 'ledger.post'],
      ...['intents.listDue', 'waiting.listDue', 'waiting.summariseWaiting'],
    ],
    prepare: async (world) => {
      theirs(world);
      const again: Command = adopt('key-1');
      return commands(
        consume(world, [tellAround(1, 'before'), tellAround(2, 'after')]),
        { ...adopt('key-1'), isContent: () => true },
        sweep(),
        { ...again, isContent: (ended) => world.table.intents.size > 0 || again.isContent(ended) },
      );
    },
    check: (world) => {
      expectAdopted(world, 19800);
      expectHeld(world, 'ignored');
    },
  },
  {
    name: 'a name that is changed, there and here',
    calls: ['ledger.findWithProfile', 'moment.updateAtMoment', 'ledger.changeProfile'],
    prepare: async (world) => {
      await opened(world);
      world.moment.put({ id: CUSTOMER, name: 'John Doe' });
      return commands(update('Jane Doe'));
    },
    check: ({ table, moment }) => {
      const names = [table.profiles.get(CUSTOMER)?.name, moment.updates.at(-1)?.changes.name];
      if (names.some((name) => name !== 'Jane Doe')) throw new Breach(`the names are ${names}`);
    },
  },
  {
    name: 'a balance that is presented, and again after a payment',
    calls: [...PRESENTED, ...SETTLED],
    prepare: async (world) => {
      await opened(world);
      const asked = present('key-1');
      return commands(asked, consume(world, [tellPayment(1)]), asked);
    },
    check: (world) => expectOnePaymentRequest(world, 20000),
  },
  {
    name: 'a whole balance that replaces what was presented of it',
    calls: [...PRESENTED, ...EXPIRED],
    prepare: async (world) => {
      await opened(world);
      await presented(world, 'pr_part', 500);
      return commands(present('key-1'), present('key-1'));
    },
    check: (world) => {
      const amounts = world.moment.paymentRequests.map(({ amount }) => amount);
      if (String(amounts) !== '500,20000') throw new Breach(`Payment Requests are of ${amounts}`);
      const [part] = world.table.presented.get(CUSTOMER) ?? [];
      if (part?.expiresAt === undefined) throw new Breach('what was replaced is kept as open');
    },
  },
  {
    name: 'a balance that Moment first refuses to present',
    calls: [...PRESENTED, 'intents.discard'],
    prepare: async (world) => {
      await opened(world);
      world.moment.meet({ when: 'instead', refused: refused(400, 'Bad Request') });
      return commands(present('key-1'), present('key-1'));
    },
    check: (world) => expectOnePaymentRequest(world, 20000),
  },
  {
    name: 'a charge, and a payment between it and its repetition',
    calls: [...CHANGED, ...SETTLED],
    prepare: async (world) => {
      await opened(world);
      const asked = charge('key-1', 700);
      return commands(asked, consume(world, [tellPayment(1)]), asked);
    },
    check: (world) => expectBalance(world, 20600),
  },
  {
    name: 'a payment that goes back in two parts, and no further',
    calls: [...CHANGED, ...SETTLED, 'changes.findUndoable'],
    prepare: async (world) => {
      await opened(world);
      return commands(
        consume(world, [tellPayment(1)]),
        refund('key-1', 1, 60),
        refund('key-2', 1),
        refund('key-3', 1, 1),
      );
    },
    check: (world) => {
      expectBalance(world, 20000);
      expectUndone(world, `pay_1@${CUSTOMER}`, 100, 2);
    },
  },
  {
    name: 'a refund by hand that is in the report, told twice',
    calls: [...OF_REPORT.filter((call) => call !== 'ledger.post'), 'changes.link'],
    prepare: async (world) => {
      await opened(world);
      await paidOnce(world);
      await refund('key-1', 1, 60).run(depsOf(world));
      return commands(
        refundOfReport('key-2', 1, 60, 'row_1'),
        refundOfReport('key-3', 1, 60, 'row_1'),
      );
    },
    check: (world) => {
      expectBalance(world, 19960);
      expectUndone(world, `pay_1@${CUSTOMER}`, 60, 1);
      expectReconciled(world, { row_1: 'key-1' });
    },
  },
  {
    name: 'a refund that is in the report alone, told twice',
    calls: OF_REPORT,
    prepare: async (world) => {
      await opened(world);
      await paidOnce(world);
      return commands(
        refundOfReport('key-1', 1, 30, 'row_1'),
        refundOfReport('key-2', 1, 30, 'row_1'),
      );
    },
    check: (world) => {
      expectBalance(world, 19930);
      expectUndone(world, `pay_1@${CUSTOMER}`, 30, 1);
      expectReconciled(world, { row_1: 'key-1' });
    },
  },
  {
    name: 'a balance that is set, and set again to what it is',
    calls: [...CHANGED, 'ledger.post', 'changes.keepUnchanged'],
    prepare: async (world) => {
      await opened(world);
      return commands(refresh('key-1', 300), refresh('key-2', 300));
    },
    check: (world) => expectBalance(world, 300),
  },
  {
    name: 'a charge, a payment, and Moment that is told of both',
    calls: [...CHANGED, ...SETTLED, ...PUSHED],
    prepare: async (world) => {
      await opened(world, { balance: 20_000, atMoment: AT_MOMENT });
      world.moment.put({ id: CUSTOMER, currency: 'ZAR', balance: 20_000 });
      return commands(charge('key-1', 700), consume(world, [tellPayment(1)]), push(world));
    },
    check: async (world) => {
      expectBalance(world, 20600);
      await expectToldMoment(world, 20600);
    },
  },
  {
    name: 'a credit, of which Moment is told, and what was presented that asks for more',
    calls: [...CHANGED, 'ledger.post', ...PUSHED, ...EXPIRED],
    prepare: async (world) => {
      await opened(world, { balance: 20_000, atMoment: AT_MOMENT });
      world.moment.put({ id: CUSTOMER, currency: 'ZAR', balance: 20_000 });
      await presented(world, 'pr_all', 20_000);
      await presented(world, 'pr_left', 300);
      return commands(refresh('key-1', 300), push(world));
    },
    check: async (world) => {
      expectBalance(world, 300);
      await expectToldMoment(world, 300);
      expectNotExpired(world, 'pr_left');
      expectKeptAsAtMoment(world, 'pr_all');
    },
  },
];
