import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import type { LocalMerchant } from '#local/merchant.ts';

const LOOKS_MAX = 300;

/** Files of each kind that create, change, are refused at Moment and come twice. */
export async function playUploads(merchant: LocalMerchant): Promise<void> {
  const client = new S3Client(localClientConfig(merchant.stack.endpoints.s3));
  const Bucket = merchant.stack.output('UploadsBucketName');
  let puts = 0;
  const put = async (name: string, ...lines: readonly string[]) => {
    const Body = `${lines.join('\n')}\n`;
    await client.send(new PutObjectCommand({ Bucket, Key: `incoming/${name}`, Body }));
    puts += 1;
    for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'outcome/' }),
      );
      if (Contents.filter(({ Key }) => Key?.endsWith('/outcome.json')).length === puts) return;
      await sleep(100);
    }
    throw new Error(`${name} has no outcome`);
  };
  try {
    const theirs = await createAtMoment(merchant, 'customers', { external_reference: 'PUT-TAKEN' });
    const hung = { customer: theirs, currency: 'ZAR' };
    await createAtMoment(merchant, 'accounts', { ...hung, external_reference: 'PUT-TAKEN-A' });
    await createAtMoment(merchant, 'bills', {
      ...hung,
      external_reference: 'PUT-TAKEN-I',
      amount_due: 5,
    });
    const customers = 'external_reference,name,amount_due';
    await put('customers/ZAR/1.csv', customers, 'PUT-1,One,10.00', 'PUT-2,Two,x', 'PUT-TAKEN,T,1');
    await put('customers/ZAR/2.csv', customers, 'PUT-1,Ones,20.00');
    await put('customers/ZAR/2.csv', customers, 'PUT-1,Ones,20.00');
    const accounts = 'external_reference,customer,name,amount_due';
    await put('accounts/ZAR/1.csv', accounts, 'PUT-A,PUT-1,One,10.00', 'PUT-TAKEN-A,PUT-1,B,1');
    await put('accounts/ZAR/2.csv', accounts, 'PUT-A,PUT-1,Ones,20.00');
    const bills = 'external_reference,customer,account,amount_due';
    await put(
      'bills/ZAR/1.csv',
      bills,
      'PUT-I,PUT-1,,10.00',
      'PUT-J,,PUT-A,5.00',
      'PUT-TAKEN-I,PUT-1,,1',
    );
    await put('bills/ZAR/2.csv', bills, 'PUT-I,PUT-1,,20.00');
    await put('bills/ZAR/2.csv', '');
  } finally {
    client.destroy();
  }
}

/** Somebody else's, so that Moment refuses to create it. Answers its id. */
async function createAtMoment(
  { sandbox, apiKey }: LocalMerchant,
  kind: string,
  facts: { readonly external_reference: string; readonly [name: string]: unknown },
): Promise<string> {
  const response = await fetch(`${sandbox.url}/billing/${kind}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${apiKey}`,
      'idempotency-key': facts.external_reference,
    },
    body: JSON.stringify(facts),
  });
  if (response.status !== 201) throw new Error(await response.text());
  return ((await response.json()) as { readonly id: string }).id;
}
