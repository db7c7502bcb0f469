import { spreadOf } from '#bench/measure/spread.ts';
import { deliveryEvent } from '#bench/world/first-events.ts';
import type { BenchFunction, FunctionWorld } from '#bench/world/function-world.ts';
import type { MeteredWorld } from '#bench/world/metered-world.ts';
import { batchOf, obligationId, payment, type Side } from '#bench/world/payments.ts';
import type { Usage } from './cost-model.ts';

export type Worlds = { readonly functions: FunctionWorld; readonly metered: MeteredWorld };

/** What an event takes of each side, every event of a batch on an obligation of its own. */
export async function measureUsage(
  { functions, metered }: Worlds,
  side: Side,
  {
    batch,
    invocations,
    firstPayment,
  }: { batch: number; invocations: number; firstPayment: number },
): Promise<Usage> {
  const events = (invocation: number) =>
    Array.from({ length: batch }, (_, index) =>
      payment(firstPayment + invocation * batch + index, obligationId(index)),
    );
  const webhook = await time(functions.functions.webhook[side], invocations, (invocation) =>
    deliveryEvent(firstPayment + invocation),
  );
  const reconcile = await time(functions.functions.reconcile[side], invocations, (invocation) =>
    batchOf(events(invocation), side),
  );
  const { writeUnits, readUnits } = await metered.spend(side, events(0));
  return {
    writeUnits: writeUnits / batch,
    readUnits: readUnits / batch,
    webhookMs: webhook.milliseconds,
    reconcileMs: reconcile.milliseconds / batch,
    loggedBytes: webhook.bytes + reconcile.bytes / batch,
    logLines: webhook.lines + reconcile.lines / batch,
  };
}

/** Of one invocation, the first one aside. */
async function time(
  { invoke, logged }: BenchFunction,
  invocations: number,
  eventOf: (invocation: number) => unknown,
): Promise<{ milliseconds: number; bytes: number; lines: number }> {
  await invoke(eventOf(0));
  const before = logged();
  const took: number[] = [];
  for (let invocation = 1; invocation <= invocations; invocation += 1) {
    const event = eventOf(invocation);
    const startedAt = performance.now();
    await invoke(event);
    took.push(performance.now() - startedAt);
  }
  const after = logged();
  return {
    milliseconds: spreadOf(took).median,
    bytes: (after.bytes - before.bytes) / invocations,
    lines: (after.lines - before.lines) / invocations,
  };
}
