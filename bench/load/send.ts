import type { Paid } from '#test/support/payments.ts';
import { Sender, type Target } from '#test/support/sender.ts';

export type Load = {
  readonly target: Target;
  readonly events: readonly Paid[];
  readonly inFlight: number;
};
export type Sent = {
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Event ids, and when each was first sent: epoch milliseconds. */
  readonly sentAt: readonly (readonly [string, number])[];
};

// The program of a process of its own: it shares the cores with the stack, but waits for none of its turns.
// It takes one load, tells when all of it is acknowledged, and ends.
process.once('message', async ({ target, events, inFlight }: Load) => {
  const sender = new Sender(target);
  const startedAt = performance.now();
  await sender.sendAll(events, inFlight);
  const seconds = (performance.now() - startedAt) / 1000;
  process.send?.({ seconds, sentAt: [...sender.sentAt] } satisfies Sent, () =>
    process.disconnect(),
  );
});
