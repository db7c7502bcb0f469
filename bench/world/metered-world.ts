import { type Cost, Meter } from '#test/support/meter.ts';
import { type InProcessWorld, startInProcessWorld } from './in-process.ts';
import { batchOf, type PaymentEvent, type Side } from './payments.ts';

export type MeteredWorld = Pick<InProcessWorld, 'ledgers' | 'close'> & {
  /** Has a batch reconciled, and says what that took. */
  spend(side: Side, events: readonly PaymentEvent[]): Promise<Cost>;
};

/** The reconcile functions of both sides in this process, with a meter on each client. */
export async function startMeteredWorld(): Promise<MeteredWorld> {
  const meters = new Map<Side, Meter>();
  const world = await startInProcessWorld((client, side, config) => {
    const meter = new Meter(config);
    meter.watch(client);
    meters.set(side, meter);
  });
  return {
    ledgers: world.ledgers,
    async spend(side, events) {
      const { batchItemFailures } = await world.reconcile[side](batchOf(events, side));
      if (batchItemFailures.length > 0) throw new Error(`${side} failed with ${events[0]?.id}`);
      const cost = meters.get(side)?.take();
      if (!cost) throw new Error(`${side} has no meter`);
      return cost;
    },
    async close() {
      for (const meter of meters.values()) meter.close();
      await world.close();
    },
  };
}
