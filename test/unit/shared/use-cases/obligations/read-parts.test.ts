import { expect, test } from 'vitest';
import { readParts } from '#shared/use-cases/obligations/read-parts.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';

test('a bill that hangs on nothing is hung on nobody', async () => {
  const facts = { external_reference: 'B1', currency: 'ZAR', amount_due: 1500 };
  const { ledger } = createMemoryDeps();
  await expect(readParts({ kind: 'bill', facts }, ledger)).rejects.toThrow('hangs on nothing');
});
