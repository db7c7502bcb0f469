import type { Bill } from '#commands/kit/api-client/api-types.d.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import type { Model } from './options.ts';
import { playWallet } from './play-wallet.ts';
import type { Place, Stage } from './stage.ts';

const CURRENCY = 'ZAR';
const PAYER = { name: 'John Doe', email: 'john.doe@example.com' };

/** How each of Moment's billing models is played. */
export const PLAYS: Readonly<Record<Model, (stage: Stage) => Promise<void>>> = {
  customer: playCustomer,
  account: playAccount,
  bill: playBill,
  wallet: playWallet,
};

async function playCustomer(stage: Stage): Promise<void> {
  stage.step('Create a customer with the balance that they owe.');
  const external_reference = stage.reference('CUSTOMER');
  const body = { external_reference, ...PAYER, currency: CURRENCY, balance: 2000 };
  const customer = await stage.done(stage.api.POST('/customers', { body }));
  const place: Place = { kind: 'customers', id: customer.id };
  const params = { path: { id: customer.id } };
  stage.show('customer', customer.id, `owes ${stage.owes(customer)}`);

  stage.step('Present it: by a page of the payer, or by a Payment Request.');
  stage.show('page', `${stage.sandboxUrl}/ebp/${external_reference}`);
  const request = await stage.done(
    stage.api.POST('/customers/{id}/payment-requests', { params, body: { amount: 1500 } }),
  );
  stage.show('request', request.id, request.url ?? '');

  stage.step('The payer pays, and a signed webhook says who, by data.customer_id, and how much.');
  const payment = await stage.pay({ payment_request: request.id });
  stage.tell(payment);

  stage.step('Reconcile data.amount against the balance: here once, however often it is told.');
  await stage.settled(place, payment);
  await stage.statement(place);
  await stage.compare(place, await stage.done(stage.api.GET('/customers/{id}', { params })));
}

async function playAccount(stage: Stage): Promise<void> {
  stage.step('Create a customer and an account in one call: both ids are answered.');
  const external_reference = stage.reference('ACCOUNT');
  const body = {
    external_reference,
    name: 'Water',
    currency: CURRENCY,
    balance: 45_000,
    customer: { external_reference: stage.reference('CUSTOMER'), ...PAYER },
  };
  const account = await stage.done(stage.api.POST('/accounts', { body }));
  const place: Place = { kind: 'accounts', id: account.id };
  const params = { path: { id: account.id } };
  stage.show('customer', account.customer_id, 'no balance of its own');
  stage.show('account', account.id, `owes ${stage.owes(account)}`);

  stage.step("Present it: the payer's page, where a part may be paid.");
  stage.show('page', `${stage.sandboxUrl}/ebp/${external_reference}`);

  stage.step('A signed webhook says by data.account_id which account was paid.');
  const payment = await stage.pay({ account: account.id, amount: 20_000 });
  stage.tell(payment);

  stage.step("Reconcile data.amount against the account's balance.");
  await stage.settled(place, payment);
  await stage.statement(place);
  await stage.compare(place, await stage.done(stage.api.GET('/accounts/{id}', { params })));
}

async function playBill(stage: Stage): Promise<void> {
  stage.step('Create a customer, an account and a bill in one call, in that order.');
  const body = {
    external_reference: stage.reference('BILL'),
    currency: CURRENCY,
    amount_due: 2000,
    due_date: '2099-12-31',
    account: {
      external_reference: stage.reference('ACCOUNT'),
      name: 'Water',
      customer: { external_reference: stage.reference('CUSTOMER'), ...PAYER },
    },
  };
  const bill = await stage.done(stage.api.POST('/bills', { body }));
  const place: Place = { kind: 'bills', id: bill.id };
  const params = { path: { id: bill.id } };
  const read = () => stage.done(stage.api.GET('/bills/{id}', { params }));
  stage.show('customer', bill.customer_id);
  stage.show('account', bill.account_id);
  showBill(stage, bill);

  stage.step('A part is paid: the bill stays unpaid, with the rest remaining.');
  const part = await stage.pay({ bill: bill.id, amount: 500 });
  stage.tell(part);
  await stage.settled(place, part);
  showBill(stage, await read());

  stage.step('Present the rest by a Payment Request, and it is paid.');
  const request = await stage.done(
    stage.api.POST('/bills/{id}/payment-requests', { params, body: {} }),
  );
  stage.show('request', request.id, request.url ?? '');
  const rest = await stage.pay({ payment_request: request.id });
  stage.tell(rest);

  stage.step('Moment keeps amount_paid of a bill itself; both ledgers say that nothing remains.');
  await stage.settled(place, rest);
  await stage.statement(place);
  const paid = await read();
  showBill(stage, paid);
  await stage.compare(place, paid);
}

function showBill(
  stage: Stage,
  { id, status, amount_due, amount_paid, amount_remaining }: Bill,
): void {
  const [due, paid, remaining] = [amount_due, amount_paid, amount_remaining].map((amount) =>
    formatAmount(amount, CURRENCY),
  );
  stage.show('bill', id, status, `due ${due}`, `paid ${paid}`, `remaining ${remaining}`);
}
