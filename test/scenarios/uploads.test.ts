import { afterAll, beforeAll, expect, test } from 'vitest';
import { importRuns } from '#test/support/import-runs.ts';
import { deadLetters, startTestMerchant } from '#test/support/local-merchant.ts';
import { createUploadFolder } from '#test/support/upload-folder.ts';

const HEADER = 'external_reference,amount_due\n';

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
const folder = createUploadFolder();
beforeAll(async () => {
  merchant = await startTestMerchant({ uploadsFolder: folder.directory });
}, 60_000);
afterAll(async () => {
  await merchant.close();
  folder.remove();
});

test('files that are put are imported, a bad one blocks no other, and one that comes twice changes nothing', async () => {
  const { read } = importRuns(merchant);
  folder.put('customers/ZAR/bad.csv', '');
  folder.put('customers/ZA/2026-12.csv', HEADER);
  folder.put('customers/ZAR/2026-12.csv', `${HEADER}PUT-1,20.00\nPUT-2,R5\nPUT-3,7.50\n`);
  expect(await folder.outcomeOf('customers/ZAR/2026-12.csv')).toMatchObject({
    status: 'done',
    put_by: expect.stringMatching(/^AWS:/),
    rows: { created: 2, refused: 1 },
    totals: { ZAR: { all: '27.50' } },
  });
  expect(folder.refusedOf('customers/ZAR/2026-12.csv')).toContain('PUT-2,R5,3,"amount_due: ');
  expect(await folder.outcomeOf('customers/ZAR/bad.csv')).toMatchObject({
    status: 'refused',
    detail: 'The file is empty: it has neither a header nor rows',
  });
  expect(await folder.outcomeOf('customers/ZA/2026-12.csv')).toMatchObject({ status: 'refused' });

  const paid = await fetch(`${merchant.sandbox.url}/sandbox/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer: 'PUT-1', amount: 1500 }),
  });
  expect(paid.ok).toBe(true);
  await expect
    .poll(() => read('/customers/PUT-1'), { timeout: 20_000 })
    .toMatchObject({ balance: 500 });

  // As whoever mends it and puts it again does.
  folder.put('customers/ZAR/2026-12.csv', `${HEADER}PUT-1,20.00\nPUT-2,5.00\nPUT-3,7.50\n`);
  expect(await folder.outcomeOf('customers/ZAR/2026-12.csv', 2)).toMatchObject({
    rows: { created: 1, updated: 0, unchanged: 2, moved_since: 1, refused: 0 },
  });
  expect(await read('/customers/PUT-1')).toMatchObject({ balance: 500 });
  expect(await read('/customers/PUT-2')).toMatchObject({ balance: 500 });
  expect([merchant.errors, await deadLetters(merchant)]).toEqual([[], 0]);
}, 60_000);
