import type { HeldOutcome } from '#shared/ledger/outcome.ts';
import type { Clock, Logger, Metrics } from '#shared/ports/world.ts';
import { aboutOf, type IncomingEvent } from './incoming-event.ts';
import type { Settled, Settlement } from './settlement.ts';

export type ReportDeps = {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

/**
 * A log line for each event, and metrics for the lot: by outcome `Events` and `ReconcileAge`, milliseconds
 * from received to settled; by currency `AmountApplied`, minor units.
 */
export function reportSettlements(
  settlements: readonly Settlement[],
  { clock, logger, metrics }: ReportDeps,
): void {
  const events = new Tally();
  const amounts = new Tally();
  for (const settlement of settlements) {
    const { evidence, receivedAt, waited } = settlement.incoming;
    const ids = { ...describeEvent(settlement.incoming), webhook_id: evidence.webhookId };
    if ('error' in settlement) {
      logger.error('event.failed', { ...ids, error: settlement.error });
      events.add('failed', 1);
      continue;
    }
    const { outcome } = settlement;
    logger.info('event.settled', { ...ids, ...describeOutcome(settlement) });
    events.add(outcome.kind, 1);
    if (outcome.kind === 'applied') {
      amounts.add(outcome.entry.currency, -outcome.entry.amount);
    }
    if (waited) continue;
    const age = clock.now() - Date.parse(receivedAt);
    metrics.milliseconds('ReconcileAge', age, { outcome: outcome.kind });
  }
  events.each((outcome, count) => metrics.count('Events', count, { outcome }));
  amounts.each((currency, amount) => metrics.count('AmountApplied', amount, { currency }));
}

/** Whatever a person asks by: the ids, and how much it is about. */
function describeEvent(incoming: IncomingEvent): Record<string, unknown> {
  const { eventId, paymentId, obligationId, amount, currency } = aboutOf(incoming);
  return {
    event_id: eventId,
    payment_id: paymentId,
    obligation_id: obligationId,
    paid: amount,
    currency,
  };
}

type Told = { readonly kind: string } & Partial<Pick<HeldOutcome, 'reason' | 'detail'>>;

function describeOutcome({ outcome }: Settled): Record<string, unknown> {
  if (outcome.kind === 'applied') {
    const { type, sequence, amount, endingBalance } = outcome.entry;
    return { outcome: outcome.kind, type, sequence, amount, ending_balance: endingBalance };
  }
  // A duplicate has no reason.
  const { kind, reason, detail }: Told = outcome;
  return { outcome: kind, reason, detail };
}

class Tally {
  readonly #sums = new Map<string, number>();

  add(key: string, value: number): void {
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + value);
  }

  each(visit: (key: string, sum: number) => void): void {
    for (const [key, sum] of this.#sums) visit(key, sum);
  }
}
