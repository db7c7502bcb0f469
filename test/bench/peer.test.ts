import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessWorld, startInProcessWorld } from '#bench/world/in-process.ts';
import { batchOf, obligationId, payment, SIDES } from '#bench/world/payments.ts';

// The template is synthesised first.
const PATIENCE_MS = 60_000;
const OBLIGATIONS = [0, 1, 2].map(obligationId);

let world: InProcessWorld;
beforeAll(async () => {
  world = await startInProcessWorld(() => {});
  await world.ledgers.open(OBLIGATIONS);
}, PATIENCE_MS);
afterAll(() => world.close());

test('both sides write the same balances and the same entries, duplicates or not', async () => {
  const events = Array.from({ length: 12 }, (_, index) =>
    payment(index, OBLIGATIONS[index % 3] ?? ''),
  );
  const batches = [events.slice(0, 7), events.slice(5), events];
  for (const side of SIDES) {
    for (const batch of batches) {
      expect(await world.reconcile[side](batchOf(batch, side))).toEqual({ batchItemFailures: [] });
    }
  }
  for (const id of OBLIGATIONS) {
    const ours = await world.ledgers.read(id, 'ours');
    const peer = await world.ledgers.read(id, 'peer');
    expect(ours.entries).toHaveLength(1 + 4);
    expect(ours.balance).toBe(ours.entries.at(-1)?.endingBalance);
    expect(peer.balance).toBe(ours.balance);
    expect(byPayment(peer)).toEqual(byPayment(ours));
    expect(peer.balance).toBe(peer.entries.reduce((sum, { amount }) => sum + amount, 0));
  }
});

/** In whichever order a side entered them. */
function byPayment({ entries }: Awaited<ReturnType<InProcessWorld['ledgers']['read']>>) {
  return new Map(entries.map(({ paymentId, amount }) => [paymentId, amount]));
}
