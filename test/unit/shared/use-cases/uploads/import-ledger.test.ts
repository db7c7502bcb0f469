import { beforeEach, describe, expect, test } from 'vitest';
import { type ErrorCode, ServiceError } from '#shared/errors.ts';
import type { Wanted } from '#shared/models/import-row.ts';
import { createImportLedger } from '#shared/use-cases/uploads/import-ledger.ts';
import { open, opening } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NOON } from '#test/support/world.ts';

const WANTED: Wanted = {
  kind: 'customer',
  facts: { external_reference: 'C-1', name: 'Jane', currency: 'ZAR', balance: 2000 },
};

let deps: ReturnType<typeof createMemoryDeps>;
let ledger: ReturnType<typeof createImportLedger>;
beforeEach(() => {
  deps = createMemoryDeps();
  const deadline = () => NOON + 20_000;
  ledger = createImportLedger({ actor: 'AWS:SOMEBODY', note: 'Imported: x.csv', deadline }, deps);
});

const failing = (error: Error) => {
  deps.ledger.findReference = async () => Promise.reject(error);
};
const moment = (code: ErrorCode, retryAfterMs?: number) =>
  deps.moment.meet({
    when: 'before',
    error: new ServiceError(code, 'It is away', { retryAfterMs }),
  });

describe('find', () => {
  test('tells what stands under a reference, and of what kind it is', async () => {
    const sent = await ledger.create(WANTED, 'key-1');
    if (sent.kind !== 'done') throw new Error(sent.kind);
    expect(await ledger.find('customer', 'C-1')).toEqual({
      kind: 'found',
      standing: {
        id: sent.id,
        sequence: 1,
        currency: 'ZAR',
        balance: 2000,
        paid: 0,
        contact: { name: 'Jane' },
      },
    });
    expect(await ledger.find('account', 'C-1')).toEqual({ kind: 'found', standing: undefined });
  });

  test('tells of a bill what was paid on it, and its dates', async () => {
    const bill = { id: 'bill_1', kind: 'bill', externalReference: 'B-1' } as const;
    const dates = { billDate: '2026-01-01', dueDate: '2026-02-01' };
    await open(deps, opening({ ...bill, ...dates, balance: 300, paid: 700 }, {}));
    expect(await ledger.find('bill', 'B-1')).toMatchObject({
      standing: { balance: 300, paid: 700, ...dates },
    });
  });

  test('tells of one without a balance that it has none', async () => {
    const plain = { balance: undefined, currency: undefined, sequence: 0 };
    await open(deps, opening({ ...plain, externalReference: 'C-2' }, {}));
    const found = await ledger.find('customer', 'C-2');
    expect(found).toMatchObject({ kind: 'found', standing: { sequence: 0 } });
    expect(found.kind === 'found' && found.standing?.balance).toBeUndefined();
  });

  test('answers later where the ledger is busy, and throws what nobody expects', async () => {
    failing(new ServiceError('ledger.busy', 'Others write'));
    expect(await ledger.find('customer', 'C-1')).toEqual({
      ...{ kind: 'later', afterMs: 1000, isBusy: true, detail: 'Others write' },
    });
    failing(new Error('The table broke'));
    await expect(ledger.find('customer', 'C-1')).rejects.toThrow('The table broke');
    failing(new ServiceError('account.not_found', 'What?'));
    await expect(ledger.find('customer', 'C-1')).rejects.toThrow('What?');
  });
});

describe('create', () => {
  test('is done once under its key', async () => {
    const sent = await ledger.create(WANTED, 'key-1');
    expect(sent).toEqual({ kind: 'done', id: 'bcus_1' });
    expect(await ledger.create(WANTED, 'key-1')).toEqual(sent);
    expect(deps.moment.calls).toHaveLength(1);
    expect(await deps.intents.find('key-1')).toMatchObject({ done: { obligationId: 'bcus_1' } });
  });

  test('is refused by its code, in words for whoever sent it', async () => {
    await ledger.create(WANTED, 'key-1');
    expect(await ledger.create(WANTED, 'key-2')).toEqual({
      kind: 'refused',
      code: 'customer.exists',
      detail: expect.stringContaining('C-1'),
      members: [],
    });
  });

  test.each([
    ['moment.unavailable', undefined, { afterMs: 10_000, isBusy: true }],
    ['moment.unavailable', 7_000, { afterMs: 7_000, isBusy: true }],
    ['moment.unauthorised', undefined, { afterMs: 60_000, isBusy: true }],
    ['moment.failed', undefined, { afterMs: 30_000, isBusy: false }],
  ] as const)('answers later for %s after %s', async (code, retryAfterMs, later) => {
    moment(code, retryAfterMs);
    expect(await ledger.create(WANTED, 'key-1')).toEqual({
      ...{ kind: 'later', detail: 'It is away', ...later },
    });
  });

  test('throws what nobody expects', async () => {
    failing(new Error('The table broke'));
    deps.intents.begin = async () => Promise.reject(new Error('The table broke'));
    await expect(ledger.create(WANTED, 'key-1')).rejects.toThrow('The table broke');
  });
});

describe('setBalance', () => {
  test('enters what differs once, with who asked and why', async () => {
    await ledger.create(WANTED, 'key-1');
    const to = { balance: 500, expectedSequence: 1 };
    const sent = { kind: 'done', id: 'bcus_1' };
    expect(await ledger.setBalance('customer', 'bcus_1', to, 'key-2')).toEqual(sent);
    expect(await ledger.setBalance('customer', 'bcus_1', to, 'key-2')).toEqual(sent);
    expect(await deps.changes.findDone('key-2')).toMatchObject([
      {
        entry: {
          amount: -1500,
          endingBalance: 500,
          cause: { actor: 'AWS:SOMEBODY', reason: 'cycle_refresh', note: 'Imported: x.csv' },
        },
      },
    ]);
  });

  test('is refused where the ledger has moved on', async () => {
    await ledger.create(WANTED, 'key-1');
    const to = { balance: 500, expectedSequence: 0 };
    expect(await ledger.setBalance('customer', 'bcus_1', to, 'key-2')).toMatchObject({
      kind: 'refused',
      code: 'sequence.unexpected',
    });
  });
});

describe('changeContact', () => {
  test('changes it, at Moment too', async () => {
    await ledger.create(WANTED, 'key-1');
    const sent = await ledger.changeContact('customer', 'bcus_1', { name: 'Joan' });
    expect(sent).toEqual({ kind: 'done', id: 'bcus_1' });
    expect(deps.moment.updates).toEqual([{ id: 'bcus_1', changes: { name: 'Joan' } }]);
    expect(await ledger.find('customer', 'C-1')).toMatchObject({
      standing: { contact: { name: 'Joan' } },
    });
  });

  test('is refused with the members that are wrong', async () => {
    await ledger.create(WANTED, 'key-1');
    const metadata = (from: number) =>
      Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`k${from + at}`, 'x']));
    await ledger.changeContact('customer', 'bcus_1', { metadata: metadata(0) });
    expect(
      await ledger.changeContact('customer', 'bcus_1', { metadata: metadata(6) }),
    ).toMatchObject({ kind: 'refused', code: 'request.invalid', members: [{ field: 'metadata' }] });
  });

  test('takes of a bill its metadata alone, as the API does', async () => {
    await expect(ledger.changeContact('bill', 'bill_1', { name: 'x' })).rejects.toThrow('name');
    await expect(ledger.changeContact('account', 'bacc_1', { email: 'x' })).rejects.toThrow(
      'email',
    );
  });
});
