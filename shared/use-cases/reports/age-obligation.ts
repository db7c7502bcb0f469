import { ageBill } from '#shared/ledger/ageing/age-bill.ts';
import { ageOf, beginAgeing, isDecided, readOlder } from '#shared/ledger/ageing/age-running.ts';
import { bucketsIn } from '#shared/ledger/ageing/buckets.ts';
import type { Aged, AgedObligation } from '#shared/models/aged.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { TrackedObligation } from '#shared/models/obligation.ts';
import { addDays, startOfDay } from '#shared/models/zone.ts';
import type { LedgerRows } from '#shared/ports/statements.ts';
import { inTurn } from '#shared/use-cases/in-turn.ts';
import { type Edge, findEdge, newestEdge } from '#shared/use-cases/statements/edges.ts';
import { type RowsDeps, WholeRows } from '#shared/use-cases/statements/whole-rows.ts';

export type AgeingAsked = {
  /** YYYY-MM-DD: what was recorded by its end counts. */
  readonly asOf: string;
  /** In which the day ends. */
  readonly zone: string;
};

/** What a balance is made of is found in the newest few entries, as a rule. */
const ENTRIES_AT_ONCE = 50;
const AGED_AT_ONCE = 10;

/**
 * How old the balance of an obligation is, as its books say at the end of a day; undefined if it had no entry then.
 *
 * @throws ServiceError `ledger.busy`
 */
export async function ageObligation(
  obligation: TrackedObligation,
  asked: AgeingAsked,
  deps: RowsDeps,
): Promise<AgedObligation | undefined> {
  const rows = new WholeRows(obligation.id, deps);
  const edge = await findEdge(endOf(asked), newestEdge(obligation), rows);
  if (edge.sequence === 0) return undefined;
  const { id, kind, externalReference, customerId, currency } = obligation;
  return {
    ...{ id, kind, externalReference, customerId, currency },
    sequence: edge.sequence,
    aged: await age(obligation, edge, asked, { rows, said: deps.rows }),
  };
}

/** Of those that had an entry then, in their order. @throws ServiceError `ledger.busy` */
export async function ageAll(
  obligations: readonly TrackedObligation[],
  asked: AgeingAsked,
  deps: RowsDeps,
): Promise<readonly AgedObligation[]> {
  const aged = await inTurn(obligations, AGED_AT_ONCE, (each) => ageObligation(each, asked, deps));
  return aged.filter((each) => each !== undefined);
}

/** ISO 8601 in UTC. */
export function endOf({ asOf, zone }: AgeingAsked): string {
  return startOfDay(addDays(asOf, 1), zone);
}

type Reading = { readonly rows: WholeRows; readonly said: Pick<LedgerRows, 'readSaid'> };

async function age(
  obligation: TrackedObligation,
  { sequence, balance }: Edge,
  { asOf, zone }: AgeingAsked,
  reading: Reading,
): Promise<Aged> {
  const bucketAt = bucketsIn(asOf, zone);
  if (obligation.kind === 'bill') return ageBill(obligation, balance, asOf, bucketAt);
  let ageing = beginAgeing(balance);
  for (let last = sequence; last >= 1 && !isDecided(ageing); last -= ENTRIES_AT_ONCE) {
    const lines = await readLinked(Math.max(1, last - ENTRIES_AT_ONCE + 1), last, reading);
    ageing = readOlder(ageing, lines.toReversed(), bucketAt);
  }
  return ageOf(ageing);
}

/** With what each undoes, which of a reversal and a refund stands in its entry alone. */
async function readLinked(
  first: number,
  last: number,
  { rows, said }: Reading,
): Promise<readonly StatementLine[]> {
  const lines = await rows.between({ first, last });
  const undoing = lines.filter(({ type }) => type === 'reversal' || type === 'refund');
  const linked = new Map((await said.readSaid(undoing)).map((line) => [line.key, line]));
  return lines.map((line) => linked.get(line.key) ?? line);
}
