import { eventIdOf, obligationIdOf } from '#shared/ledger/incoming-event.ts';
import type { Clock, Logger, Metrics } from '#shared/ports/world.ts';
import type { Settlement } from './settle-events.ts';

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
    const { event, webhookId, receivedAt, waited } = settlement.incoming;
    const ids = { event_id: eventIdOf(event), webhook_id: webhookId };
    if ('error' in settlement) {
      logger.error('event.failed', { ...ids, error: settlement.error });
      events.add('failed', 1);
      continue;
    }
    const { outcome } = settlement;
    logger.info('event.settled', { ...ids, ...describe(settlement) });
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

function describe(settlement: Extract<Settlement, { outcome: unknown }>): Record<string, unknown> {
  const { outcome, incoming } = settlement;
  const obligation_id = obligationIdOf(incoming.event);
  switch (outcome.kind) {
    case 'applied': {
      const { key, sequence, amount, endingBalance, currency } = outcome.entry;
      return {
        outcome: outcome.kind,
        obligation_id,
        entry: key,
        sequence,
        amount,
        ending_balance: endingBalance,
        currency,
      };
    }
    case 'duplicate':
      return { outcome: outcome.kind, obligation_id, entry: outcome.entryKey };
    default:
      return {
        outcome: outcome.kind,
        obligation_id,
        reason: outcome.reason,
        detail: outcome.detail,
      };
  }
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
