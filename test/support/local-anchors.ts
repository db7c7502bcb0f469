import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import type { LocalMerchant } from '#local/merchant.ts';
import { request } from './sender.ts';

/** By its logical id. */
export const ANCHOR_FUNCTION = 'AnchorsFunction06999315';

const Customer = z.object({ id: z.string(), balance: z.number() });
type Customer = z.infer<typeof Customer>;

export async function createCustomer(
  { stack }: LocalMerchant,
  reference: string,
): Promise<Customer> {
  const asked = { external_reference: reference, currency: 'ZAR', balance: 2000 };
  return Customer.parse((await request('POST', `${stack.apiUrl}/customers`, asked)).body);
}

/** Pays, and waits until the balance shows it. */
export async function payCustomer(
  { stack, sandbox }: LocalMerchant,
  customer: string,
  amount: number,
): Promise<void> {
  const find = async () =>
    Customer.parse((await request('GET', `${stack.apiUrl}/customers/${customer}`)).body);
  const { balance } = await find();
  await request('POST', `${sandbox.url}/sandbox/payments`, { customer, amount });
  for (let polls = 0; polls < 300; polls += 1) {
    if ((await find()).balance === balance - amount) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${customer} never paid ${amount}`);
}

/** As `aws s3 cp --recursive` does. Returns the keys. */
export async function downloadAnchors(
  { stack }: LocalMerchant,
  directory: string,
): Promise<readonly string[]> {
  const client = new S3Client(localClientConfig(stack.endpoints.s3));
  const Bucket = stack.output('AnchorsBucketName');
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const keys = Contents.flatMap(({ Key }) => Key ?? []);
  for (const Key of keys) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    mkdirSync(dirname(join(directory, Key)), { recursive: true });
    writeFileSync(join(directory, Key), (await Body?.transformToString()) ?? '');
  }
  client.destroy();
  return keys;
}
