import { interleave } from '#bench/measure/interleave.ts';
import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { Timed, timedRows } from '#bench/measure/timed.ts';
import { deliveryEvent } from '#bench/world/first-events.ts';
import type { FunctionWorld } from '#bench/world/function-world.ts';
import type { Side } from '#bench/world/payments.ts';

export async function measureWebhook(
  { functions: { webhook } }: FunctionWorld,
  { quick, progress }: Omit<BenchOptions, 'environment'>,
): Promise<readonly Row[]> {
  const rounds = quick ? 2 : 20;
  const perRound = quick ? 5 : 80;
  const timed = { ours: new Timed(), peer: new Timed() };
  const before = logged(webhook);
  const taken = await interleave(
    {
      ours: timed.ours.contestant(() => deliveries(perRound, webhook.ours.invoke)),
      peer: timed.peer.contestant(() => deliveries(perRound, webhook.peer.invoke)),
    },
    rounds,
    progress,
  );
  const invocations = (rounds + 1) * perRound;
  const after = logged(webhook);
  const bytes = (side: Side) => (after[side] - before[side]) / invocations;
  return [
    ...timedRows('webhook', { taken, timed, perInvocation: 1, unit: '/s', least: 1 }),
    {
      what: 'webhook, logged',
      unit: 'B',
      ours: bytes('ours'),
      peer: { name: 'the parts', value: bytes('peer') },
    },
  ];
}

const logged = (sides: FunctionWorld['functions']['webhook']) => ({
  ours: sides.ours.logged().bytes,
  peer: sides.peer.logged().bytes,
});

function deliveries(count: number, invoke: (event: unknown) => Promise<unknown>) {
  return Array.from({ length: count }, (_, index) => {
    const event = deliveryEvent(index);
    return async () => {
      const { statusCode } = (await invoke(event)) as { statusCode?: number };
      if (statusCode !== 200) throw new Error(`A delivery was answered with ${statusCode}`);
    };
  });
}
