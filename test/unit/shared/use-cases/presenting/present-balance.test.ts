import { beforeEach, describe, expect, test } from 'vitest';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import type { Presentation } from '#shared/models/presentation.ts';
import { presentBalance } from '#shared/use-cases/presenting/present-balance.ts';
import { CUSTOMER, open } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NOON } from '#test/support/world.ts';

const at = (ms: number) => new Date(NOON + ms).toISOString();

let deps: ReturnType<typeof createMemoryDeps>;
let asked: string[];

beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
  asked = [];
  const find = deps.moment.findPaymentRequest.bind(deps.moment);
  deps.moment.findPaymentRequest = async (id) => {
    asked.push(id);
    return find(id);
  };
});

const present = (presentation: Presentation = {}, idempotencyKey?: string, id = CUSTOMER) =>
  presentBalance(
    { kind: 'customer', id, presentation, idempotencyKey, deadline: deps.clock.now() + 20_000 },
    deps,
  );
/** Presented earlier, and of this status at Moment. */
const presented = (id: string, more: Partial<PaymentRequest> = {}) => {
  const request = { id, status: 'active', amount: 500, currency: 'ZAR', ...more };
  deps.moment.paymentRequests.push(request);
  return deps.presented.keepPresented(CUSTOMER, { ...request, status: 'active' });
};
const made = () => deps.moment.calls.length;

describe('of those that were presented earlier', () => {
  test.each([
    ['without an end', undefined],
    ['that ends later', at(1)],
    ['whose end is no time', 'tomorrow'],
  ])('one %s is asked about', async (_what, expiresAt) => {
    await presented('pr_open', { expiresAt });
    expect((await present({ amount: 500 })).request.id).toBe('pr_open');
    expect([made(), asked]).toEqual([0, ['pr_open']]);
  });
});
