import type { Place, Stage } from './stage.ts';

/** Topped up before anything is owed: what is consumed is then charged. */
export async function playWallet(stage: Stage): Promise<void> {
  stage.step('Create a customer who owes nothing and has paid nothing in.');
  const external_reference = stage.reference('WALLET');
  const body = { external_reference, name: 'John Doe', currency: 'ZAR', balance: 0 };
  const customer = await stage.done(stage.api.POST('/customers', { body }));
  const place: Place = { kind: 'customers', id: customer.id };
  const path = { id: customer.id };
  const read = () => stage.done(stage.api.GET('/customers/{id}', { params: { path } }));
  stage.show('customer', customer.id, stage.owes(customer));
  stage.show('page', `${stage.sandboxUrl}/ebp/${external_reference}`);

  stage.step(
    'They top it up: a payment on a balance of 0, which falls below 0. That is their credit.',
  );
  const topUp = await stage.pay({ customer: customer.id, amount: 50_000 });
  stage.tell(topUp);
  await stage.settled(place, topUp);
  stage.show('wallet', stage.owes(await read()));

  stage.step('They consume: a charge of yours, once, however often it is sent with its key.');
  const header = { 'Idempotency-Key': stage.reference('CHARGE-1') };
  const charge = () =>
    stage.done(
      stage.api.POST('/customers/{id}/charges', {
        params: { path, header },
        body: { amount: 12_000, reason: 'new_charge' },
      }),
    );
  const charged = await charge();
  const again = await charge();
  stage.show('entry', charged.id, charged.id === again.id ? 'the same again' : again.id);

  stage.step('The statement says what came in and what it was used for.');
  await stage.statement(place);
  await stage.compare(place, await read());
}
