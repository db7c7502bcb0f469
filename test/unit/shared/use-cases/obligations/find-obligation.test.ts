import { beforeEach, describe, expect, test } from 'vitest';
import { findObligation, findWithProfile } from '#shared/use-cases/obligations/find-obligation.ts';
import { CUSTOMER, intent, obligation, open } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';

const ACCOUNT = obligation({ id: 'bacc_1', kind: 'account', externalReference: 'ACC1' });

let deps: ReturnType<typeof createMemoryDeps>;
const find = (id: string, kind: 'customer' | 'account' | 'bill' = 'customer') =>
  findObligation(kind, id, deps.ledger);
const failureOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
  deps.table.obligations.set(ACCOUNT.id, ACCOUNT);
});

test.each([CUSTOMER, 'UCR1234567890'])('a customer is found by %s', async (id) => {
  expect(await find(id)).toMatchObject({ id: CUSTOMER, externalReference: 'UCR1234567890' });
  expect(await findWithProfile('customer', id, deps.ledger)).toEqual({
    obligation: expect.objectContaining({ id: CUSTOMER }),
    profile: { name: 'John Doe' },
  });
});

describe('is not found, and the refusal says how to create one:', () => {
  const NOT_FOUND = {
    code: 'customer.not_found',
    message: 'No customer has this id or external_reference; create it with POST /customers',
  };

  test.each(['bcus_none', 'none'])('a customer whom nobody created: %s', async (id) => {
    expect(await failureOf(find(id))).toMatchObject(NOT_FOUND);
    expect(await failureOf(findWithProfile('customer', id, deps.ledger))).toMatchObject(NOT_FOUND);
  });

  test('a customer who is only being created', async () => {
    await deps.intents.begin(intent({ request: { external_reference: 'UCR2' } }), 'soon');
    expect(await failureOf(find('UCR2'))).toMatchObject(NOT_FOUND);
  });

  test('an account that is asked for as a customer, and the other way round', async () => {
    expect(await find('bacc_1', 'account')).toBe(ACCOUNT);
    expect(await failureOf(find('bacc_1'))).toMatchObject(NOT_FOUND);
    expect(await failureOf(find(CUSTOMER, 'account'))).toMatchObject({
      code: 'account.not_found',
      message: 'No account has this id or external_reference; create it with POST /accounts',
    });
  });

  test.each(['', 'REF#UCR1234567890', 'a b', 'bcus_', `bcus_${'x'.repeat(60)}`, 'x'.repeat(256)])(
    'what can be neither an id nor a reference, without a look at the table: %j',
    async (id) => {
      const isRead = async () => {
        throw new Error('read');
      };
      Object.assign(deps.ledger, { findObligation: isRead, findReference: isRead });
      expect(await failureOf(find(id))).toMatchObject(NOT_FOUND);
    },
  );
});

test('of a customer whom nobody has under the reference no obligation is read', async () => {
  deps.ledger.findObligation = async () => {
    throw new Error('read');
  };
  expect(await failureOf(find('none'))).toMatchObject({ code: 'customer.not_found' });
});
