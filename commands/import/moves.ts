import { formatAmount } from '#shared/models/format-amount.ts';
import type { ImportRow } from '#shared/models/import-row.ts';
import type { RowDecision } from '#shared/use-cases/importing/decide-row.ts';

/** By how much the balances that are there already rise, and by how much they fall; by currency, in minor units. */
export type Moves = ReadonlyMap<string, { readonly up: bigint; readonly down: bigint }>;

export function addMove(moves: Moves, row: ImportRow, decision: RowDecision): Moves {
  if (row.kind === 'faulty' || decision.kind !== 'update' || !decision.refresh) return moves;
  const { currency } = row.wanted.facts;
  const { up, down } = moves.get(currency) ?? { up: 0n, down: 0n };
  const by = BigInt(decision.refresh.balance) - BigInt(decision.refresh.from);
  return new Map([...moves, [currency, by > 0n ? { up: up + by, down } : { up, down: down - by }]]);
}

/** A file that comes again under another name is told by this: whoever has paid would owe it again. */
export function movesLines(moves: Moves): readonly string[] {
  return [...moves].map(
    ([currency, { up, down }]) =>
      `Of those to update what is owed rises by ${formatAmount(up, currency)}, and falls by ${formatAmount(down, currency)}`,
  );
}
