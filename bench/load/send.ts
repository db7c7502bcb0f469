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

// The program of a process of its own, so that it competes with the stack as another machine's would not,
// but does not wait for the stack's turns: takes one load, tells when it is acknowledged, and ends.
process.once('message', async ({ target, events, inFlight }: Load) => {
  const sender = new Sender(target);
  const startedAt = performance.now();
  await sender.sendAll(events, inFlight);
  const seconds = (performance.now() - startedAt) / 1000;
  process.send?.({ seconds, sentAt: [...sender.sentAt] } satisfies Sent, () =>
    process.disconnect(),
  );
});
