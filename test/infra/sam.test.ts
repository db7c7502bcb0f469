import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createHandler as createWebhookHandler } from '#functions/webhook/handler.ts';
import { readJsonBody } from '#shared/api/read-request.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { stackTemplate } from '#test/support/template.ts';
import { SILENT, TestClock } from '#test/support/world.ts';

const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/sam/${name}`, 'utf8'));

test('environment.json has exactly the variables that each function of ours declares', () => {
  const declared = Object.entries(stackTemplate().Resources)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([id, { Properties }]) => {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
      const ours = (name: string) => !/^(NODE_OPTIONS|POWERTOOLS_)/.test(name);
      return [id, Object.keys(Variables).filter(ours).sort()];
    });
  const given = Object.entries(fixture('environment.json')).map(([id, variables]) => [
    id,
    Object.keys(variables as object).sort(),
  ]);
  expect(Object.fromEntries(given)).toEqual(Object.fromEntries(declared));
});

test('docs/sam.md names every function, and an event file for each that is there', () => {
  const page = readFileSync('docs/sam.md', 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| `([\w-]+\.json)`/gm)];
  const named = rows.map(([, id]) => id).toSorted();
  expect(named).toEqual(Object.keys(fixture('environment.json')).toSorted());
  for (const [, , file = ''] of rows) expect(fixture(file)).toBeTypeOf('object');
});

test('the webhook refuses its event for its signature, with no need of a queue', async () => {
  const never = () => Promise.reject(new Error('not to be asked'));
  const handler = createWebhookHandler({
    keys: { read: async () => [], reread: async () => undefined },
    queue: { put: never },
    clock: new TestClock(),
    toleranceSeconds: 180,
    logger: SILENT,
  });
  await expect(handler(fixture('webhook.json'))).rejects.toMatchObject({
    code: 'delivery.signature_mismatch',
  });
});

test('the reconcile event holds a payment, and the create event a customer', () => {
  const [record] = fixture('reconcile.json').Records;
  expect(readMomentEvent(fromQueueMessage(record.body).body)).toMatchObject({
    kind: 'payment',
    payment: { amount: 15000, currency: 'ZAR' },
  });
  expect(readJsonBody(fixture('create-customer.json'), CustomerFacts)).toMatchObject({
    external_reference: 'UCR1234567890',
    balance: 2000,
  });
});
