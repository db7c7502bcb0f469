import { Breach } from '#test/simulation/breach.ts';
import { CUSTOMER } from '#test/support/factories.ts';
import { REFERENCE } from './commands.ts';
import type { CrashWorld } from './crash-world.ts';

/** What the memory Moment calls its first customer. */
export const FIRST_AT_MOMENT = 'bcus_1';

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

/** Of one of these amounts. */
export function expectOnePaymentRequest({ moment }: CrashWorld, ...amounts: number[]): void {
  const made = moment.paymentRequests.map(({ amount }) => amount);
  if (!amounts.some((amount) => String(amount) === String(made)))
    throw new Breach(`Payment Requests were made of ${made}`);
}
