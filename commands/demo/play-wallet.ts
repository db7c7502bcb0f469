import { CustomerResponse, EntryResponse } from '#shared/api/response-schemas.ts';
import type { Stage } from './stage.ts';

/** Topped up before anything is owed: what is consumed is then charged. */
export async function playWallet(stage: Stage): Promise<void> {
  stage.step('Create a customer who owes nothing and has paid nothing in.');
  const external_reference = stage.reference('WALLET');
  const customer = await stage.write(CustomerResponse, [
    'POST',
    '/customers',
    { external_reference, name: 'John Doe', currency: 'ZAR', balance: 0 },
  ]);
  const path = `/customers/${customer.id}`;
  stage.show('customer', customer.id, stage.owes(customer));
  stage.show('page', `${stage.sandboxUrl}/ebp/${external_reference}`);

  stage.step(
    'They top it up: a payment on a balance of 0, which falls below 0. That is their credit.',
  );
  const topUp = await stage.pay({ customer: customer.id, amount: 50_000 });
  stage.tell(topUp);
  await stage.settled(path, topUp);
  stage.show('wallet', stage.owes(await stage.read(CustomerResponse, path)));

  stage.step('They consume: a charge of yours, once, however often it is sent with its key.');
  const charge = ['POST', `${path}/charges`, { amount: 12_000, reason: 'new_charge' }] as const;
  const key = stage.reference('CHARGE-1');
  const charged = await stage.write(EntryResponse, charge, key);
  const again = await stage.write(EntryResponse, charge, key);
  stage.show('entry', charged.id, charged.id === again.id ? 'the same again' : again.id);

  stage.step('The statement says what came in and what it was used for.');
  await stage.statement(path);
  await stage.compare(path, await stage.read(CustomerResponse, path));
}
