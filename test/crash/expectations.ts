import { Breach } from '#test/simulation/breach.ts';
import { CUSTOMER } from '#test/support/factories.ts';
import { NOON } from '#test/support/world.ts';
import { BALANCE_AS_OF, REFERENCE, THEIRS } from './commands.ts';
import type { CrashWorld } from './crash-world.ts';

/** What the memory Moment calls its first customer. */
export const FIRST_AT_MOMENT = 'bcus_1';

/** As Moment has the customer before anything happens. */
export const AT_MOMENT = {
  balance: 20_000,
  sequence: 1,
  at: new Date(NOON).toISOString(),
  pushed: false,
};

/** One of these. @throws Breach, as all of these do */
export function expectBalance(
  { table }: CrashWorld,
  balances: number | readonly number[],
  id = CUSTOMER,
): void {
  const found = table.obligations.get(id)?.balance;
  if (![balances].flat().some((balance) => balance === found))
    throw new Breach(`the balance is ${found} and not ${balances}`, id);
}

export function expectHeld({ table }: CrashWorld, ...states: string[]): void {
  const found = [...table.held.values()].map(({ state }) => state).toSorted();
  if (String(found) !== String(states)) throw new Breach(`held are ${found}, and not ${states}`);
}

/** One at Moment, and the same here. */
export function expectCustomer(world: CrashWorld, balance: number): void {
  const { table, moment } = world;
  if (moment.customers.size !== 1)
    throw new Breach(`Moment has ${moment.customers.size} customers`);
  const owner = table.references.get(REFERENCE);
  if (owner?.kind !== 'taken' || owner.obligationId !== FIRST_AT_MOMENT) {
    throw new Breach('no customer');
  }
  expectBalance(world, balance, FIRST_AT_MOMENT);
}

/** The one whom Moment has, opened with what was stated less what was paid later. */
export function expectAdopted(world: CrashWorld, balance: number): void {
  const { table, moment } = world;
  if (moment.customers.size !== 0) throw new Breach('another customer was created at Moment');
  const owner = table.references.get(REFERENCE);
  if (owner?.kind !== 'taken' || owner.obligationId !== THEIRS) throw new Breach('no customer');
  if (table.obligations.get(THEIRS)?.containedUntil !== BALANCE_AS_OF) throw new Breach('as of?');
  expectBalance(world, balance, THEIRS);
}

/** One of each at Moment, and the same here, each on the one before it. */
export function expectBill(world: CrashWorld, balance: number): void {
  const { table, moment } = world;
  expectCustomer(world, 20000);
  expectBalance(world, 20000, 'bacc_1');
  expectBalance(world, balance, 'bill_1');
  if (moment.accounts.size !== 1 || moment.bills.size !== 1) throw new Breach('one too many');
  const hang = (id: string) => [...(table.owned.get(id) ?? [])].toSorted().join();
  if (hang(FIRST_AT_MOMENT) !== 'bacc_1,bill_1' || hang('bacc_1') !== 'bill_1') {
    throw new Breach('what hangs on what is not as it was asked');
  }
  const { paid, customerId, accountId } = table.obligations.get('bill_1') ?? {};
  if (paid !== 20000 - balance) throw new Breach(`${paid} is paid`);
  if (customerId !== FIRST_AT_MOMENT || accountId !== 'bacc_1') throw new Breach('on nobody');
}

/** What Moment has of the customer in the end. */
export async function expectToldMoment(
  { moment }: CrashWorld,
  balance: number,
  id = CUSTOMER,
): Promise<void> {
  const found = (await moment.findAtMoment('customer', id))?.balance;
  if (found !== balance) throw new Breach(`Moment has ${found}, and not ${balance}`);
}

export function expectNotExpired({ moment, table }: CrashWorld, id: string): void {
  const everywhere = [...moment.paymentRequests, ...(table.presented.get(CUSTOMER) ?? [])];
  const found = everywhere.filter((one) => one.id === id);
  if (found.length !== 2 || found.some(({ expiresAt }) => expiresAt)) throw new Breach(`no ${id}`);
}

/** It is never kept as expired where Moment does not say so: whoever can pay it would not be seen. */
export function expectKeptAsAtMoment({ moment, table }: CrashWorld, id: string): void {
  const here = table.presented.get(CUSTOMER)?.find((one) => one.id === id);
  const there = moment.paymentRequests.find((one) => one.id === id);
  if (here?.expiresAt !== undefined && here.expiresAt !== there?.expiresAt) {
    throw new Breach(`${id} ends ${there?.expiresAt}, and ${here.expiresAt} here`);
  }
}

/** Of one of these amounts. */
export function expectOnePaymentRequest({ moment }: CrashWorld, ...amounts: number[]): void {
  const made = moment.paymentRequests.map(({ amount }) => amount);
  if (!amounts.some((amount) => String(amount) === String(made)))
    throw new Breach(`Payment Requests were made of ${made}`);
}

/** Wherever it counts, and whoever decided: one payment has one effect, or none. */
export function expectEffects({ table }: CrashWorld, payment: number, ...counts: number[]): void {
  const paymentId = `pay_${payment}`;
  const entries = [...table.entries.values()].filter(
    (entry) => entry.type === 'payment' && entry.paymentId === paymentId,
  );
  if (!counts.includes(entries.length)) {
    throw new Breach(`${paymentId} counts ${entries.length} times, and not ${counts}`);
  }
}

/** By so many entries. */
export function expectUndone(
  { table }: CrashWorld,
  entry: string,
  amount: number,
  parts: number,
): void {
  const found = table.undone.get(entry);
  if (found?.amount === amount && found.by.length === parts) return;
  throw new Breach(`${entry} is undone by ${found?.amount} in ${found?.by.length} parts`);
}

/** Which command made the refund that each row of a report is. */
export function expectReconciled(
  { table }: CrashWorld,
  rows: Readonly<Record<string, string>>,
): void {
  const found = [...table.reconciled.values()].map(
    ({ reconciliationId, entryKey }) => `${reconciliationId} ${entryKey}`,
  );
  const expected = Object.entries(rows).map(([row, key]) => `${row} command:${key}@${CUSTOMER}`);
  if (String(found.toSorted()) !== String(expected)) throw new Breach(`rows of reports: ${found}`);
}
