import type { KnownLedger } from '#shared/ledger/decide.ts';
import { furtherKeys } from '#shared/ledger/further-keys.ts';
import { paymentKey } from '#shared/models/entry.ts';
import type { LedgerState, Postings } from '#shared/ports/ledger.ts';
import type { Payments } from './settlement.ts';

/** What the table has of these payments, and where that leaves a doubt, what else it needs. */
export async function readKnown(payments: Payments, ledger: Postings): Promise<KnownLedger> {
  const { obligationId } = payments[0].movement;
  const movements = payments.map(({ movement }) => movement);
  const entries = movements.map(({ key }) => key);
  const known = toKnown(await ledger.readLedger(obligationId, { entries }));
  const further = furtherKeys(movements, known);
  if (further.entries.length + further.tellings.length === 0) return known;
  return toKnown(
    await ledger.readLedger(obligationId, {
      entries: [...entries, ...further.entries],
      tellings: further.tellings,
    }),
  );
}

export function toKnown({ obligation, entries, tellings, doubts }: LedgerState): KnownLedger {
  const toldByBoth = tellings.map(
    (telling) => [paymentKey(telling), telling.cause.dataId] as const,
  );
  return { obligation, entries, toldByBoth, doubts };
}
