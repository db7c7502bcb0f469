import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { announceMerchant } from '#local/running.ts';
import {
  ANCHOR_FUNCTION,
  createCustomer,
  downloadAnchors,
  payCustomer,
} from '#test/support/local-anchors.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';
import { runToEnd, VERIFY } from '#test/support/npm-start.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const verify = (...args: string[]) => runToEnd(args, {}, VERIFY);

test('a ledger is anchored, compared while it runs, and told when all of it is put back to an earlier copy', async () => {
  const directory = temporaryDirectory();
  const data = join(directory, 'data');
  const first = await startTestMerchant({ directory: data });
  await createCustomer(first, 'ONE');
  await createCustomer(first, 'TWO');
  await payCustomer(first, 'ONE', 500);
  await first.close();
  cpSync(join(data, 'dynamodb'), join(directory, 'earlier'), { recursive: true });

  const copy = join(directory, 'copy');
  const merchant = await startTestMerchant({ directory: data });
  const silence = announceMerchant(merchant);
  const { port } = new URL(merchant.stack.apiUrl);
  try {
    await payCustomer(merchant, 'ONE', 700);
    await merchant.stack.invoke(ANCHOR_FUNCTION, {});
    await merchant.stack.invoke(ANCHOR_FUNCTION, {});
    expect(merchant.errors).toEqual([]);
    const day = new Date().toISOString().slice(0, 10);
    expect(await downloadAnchors(merchant, copy)).toEqual([
      `anchors/${day}/manifest.json`,
      `anchors/${day}/part-00000.json`,
    ]);
    await payCustomer(merchant, 'TWO', 100);
    const bucket = `s3://${merchant.stack.output('AnchorsBucketName')}`;
    const running = await verify('--port', port, '--anchors', bucket);
    expect(running.output).toContain('Compared with 1 anchor, the newest of 2 obligations');
    expect(running.output).toContain('Every promise holds');
    expect(running.code).toBe(0);
  } finally {
    silence();
    await merchant.close();
  }

  const kept = await startTestMerchant({ directory: data });
  expect(await downloadAnchors(kept, join(directory, 'kept'))).toHaveLength(2);
  await kept.close();

  rmSync(join(data, 'dynamodb'), { recursive: true });
  cpSync(join(directory, 'earlier'), join(data, 'dynamodb'), { recursive: true });
  expect((await verify('--data', data)).output).toContain('Every promise holds');
  const told = await verify('--data', data, '--anchors', copy);
  expect(told.code).toBe(1);
  expect(told.output).toMatch(
    /bcus_\w+\n {2}The ledger is not what was anchored \(rolled_back\)\n {4}when it was anchored on \S+, entry 3 was the newest, and it is not there: its ledger ends with entry 2\n/,
  );
  expect(told.output).toContain('1 breach found');

  const none = await verify('--data', data, '--anchors', 's3://anything');
  expect(none.code).toBe(2);
  expect(none.output).toContain('No bucket is served here');
}, 240_000);
