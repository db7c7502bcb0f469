import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import type { PublishedEvent } from '#emulator/aws/pipes.ts';
import { amountApplied } from '#test/support/factories.ts';
import { startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { request, sendWebhook } from '#test/support/sender.ts';

const NAME = 'Nomvula Planted';
const PHONE = '+27820000042';
const DESCRIPTION = 'planted description';

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
const published: PublishedEvent[] = [];
const warnings: string[] = [];
let customer: string;

beforeAll(async () => {
  merchant = await startTestMerchant({
    onPublished: (event) => published.push(event),
    onWarning: (text) => warnings.push(text),
  });
  const created = await request('POST', `${merchant.stack.apiUrl}/customers`, {
    external_reference: 'EVENTS-OUT',
    name: NAME,
    phone: PHONE,
    currency: 'ZAR',
    balance: 2000,
  });
  customer = String(created.body['id']);
  await deliver({
    id: 'evt_paid',
    data: { customer_id: customer, payment_id: 'pay_1', amount: 1500, description: DESCRIPTION },
  });
  await deliver({
    id: 'evt_paid',
    data: { customer_id: customer, payment_id: 'pay_1', amount: 1500, description: DESCRIPTION },
  });
  await deliver({
    id: 'evt_other',
    data: { customer_id: customer, payment_id: 'pay_2', amount: 100, currency: 'USD' },
  });
  await deliver({
    id: 'evt_nobody',
    data: { customer_id: 'bcus_nobody', payment_id: 'pay_3', amount: 100 },
  });
}, 60_000);
afterAll(() => merchant.close());

const of = (detailType: string) =>
  published.filter((event) => event.detailType === detailType).map(({ detail }) => detail);
const entries = () => of('Ledger Entry Recorded');
const waiting = () => of('Event Waits For A Person');

describe('on the bus', () => {
  test('each entry is told once, with what the statement says of it', async () => {
    const { body } = await request('GET', `${merchant.stack.apiUrl}/customers/${customer}/entries`);
    const shown = (body['data'] as Record<string, unknown>[]).toReversed();
    expect(entries()).toHaveLength(2);
    for (const [index, detail] of entries().entries()) {
      const line = shown[index] ?? {};
      for (const name of [
        'sequence',
        'type',
        'amount',
        'ending_balance',
        'currency',
        'effective_at',
        'recorded_at',
      ]) {
        expect([name, detail[name]]).toEqual([name, String(line[name])]);
      }
      expect(detail['payment_id']).toBe(line['payment_id'] ?? '');
      expect(detail['obligation_id']).toBe(customer);
    }
    expect(entries().map(({ id, amount, ending_balance }) => [id, amount, ending_balance])).toEqual(
      [
        [`${customer}@OPENING`, '2000', '2000'],
        [`pay_1@${customer}`, '-1500', '500'],
      ],
    );
    expect(shown[1]?.['id']).toBe(entries()[1]?.['id']);
  });

  test('each event that waits for a person is told once, with its reason', () => {
    expect(
      waiting().map(({ state, reason, payment_id, event_id, amount }) => [
        state,
        reason,
        payment_id,
        event_id,
        amount,
      ]),
    ).toEqual([
      ['quarantined', 'currency_mismatch', 'pay_2', 'evt_other', '100'],
      ['unmatched', 'obligation_unknown', 'pay_3', 'evt_nobody', '100'],
    ]);
  });

  test('all has the source and the bus of the stage', () => {
    expect(new Set(published.map(({ bus, source }) => `${bus} ${source}`))).toEqual(
      new Set(['local moment-balances']),
    );
    expect(warnings).toEqual([]);
  });

  test('nothing is told of who somebody is, of texts of people, of raw events or signatures', async () => {
    const client = new DynamoDBClient(localClientConfig(merchant.stack.endpoints.dynamodb));
    const { Items = [] } = await client.send(
      new ScanCommand({ TableName: merchant.stack.tableNames[0] }),
    );
    client.destroy();
    const secret = Items.flatMap(({ raw, signature, webhookId }) => [
      raw?.S,
      signature?.S,
      webhookId?.S,
    ]);
    const kept = [...secret.filter((text) => text !== undefined), NAME, PHONE, DESCRIPTION];
    expect(kept.length).toBeGreaterThan(8);
    expect(JSON.stringify(Items)).toContain(NAME);
    expect(JSON.stringify(Items)).toContain(DESCRIPTION);
    const told = JSON.stringify(published);
    for (const text of kept) expect(told).not.toContain(JSON.stringify(text).slice(1, -1));
  });

  test('what is postponed, or redacted, is not told again', async () => {
    const before = published.length;
    const client = DynamoDBDocumentClient.from(
      new DynamoDBClient(localClientConfig(merchant.stack.endpoints.dynamodb)),
    );
    const { Items = [] } = await client.send(
      new ScanCommand({ TableName: merchant.stack.tableNames[0] }),
    );
    for (const { pk, sk } of Items.filter(
      ({ sk }) => sk?.S?.startsWith('EVENT#') || sk?.S === customer,
    )) {
      const isHeld = sk?.S?.startsWith('EVENT#');
      await client
        .send(
          new UpdateCommand({
            TableName: merchant.stack.tableNames[0],
            Key: { pk: pk?.S, sk: sk?.S },
            ...(isHeld
              ? {
                  UpdateExpression: 'SET attentionAt = :until',
                  ConditionExpression: '#state = :unmatched',
                  ExpressionAttributeNames: { '#state': 'state' },
                  ExpressionAttributeValues: {
                    ':until': '2027-01-01T00:00:00.000Z',
                    ':unmatched': 'unmatched',
                  },
                }
              : {
                  UpdateExpression: 'SET redacted = :redacted REMOVE #raw',
                  ExpressionAttributeNames: { '#raw': 'raw' },
                  ExpressionAttributeValues: {
                    ':redacted': { of: customer, at: '2026-11-28T00:00:00.000Z' },
                  },
                }),
          }),
        )
        .catch((error: Error) => {
          if (error.name !== 'ConditionalCheckFailedException') throw error;
        });
    }
    client.destroy();
    expect(published.slice(before)).toEqual([]);
  });
});

async function deliver(event: {
  readonly id: string;
  readonly data: Record<string, unknown>;
}): Promise<void> {
  const { status } = await sendWebhook(
    merchant,
    JSON.stringify(amountApplied(event)),
    `msg_${event.id}`,
  );
  expect(status).toBe(200);
  await untilDrained(merchant);
}
