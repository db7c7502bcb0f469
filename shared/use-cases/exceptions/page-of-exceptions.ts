import { needsAPerson } from '#shared/ledger/exceptions/needs-a-person.ts';
import { seeException, unreadable } from '#shared/ledger/exceptions/see-exception.ts';
import type {
  Exception,
  ExceptionKind,
  ExceptionRow,
  KeptException,
} from '#shared/models/exception.ts';
import { readExceptionId } from '#shared/models/exception-id.ts';
import type { Exceptions } from '#shared/ports/exceptions.ts';
import type { Clock } from '#shared/ports/world.ts';

/** Since when an exception waits, and its id. */
export type Place = readonly [since: string, id: string];

export type ExceptionsAsked = {
  readonly kinds: readonly ExceptionKind[];
  readonly limit: number;
  readonly after: Place | undefined;
};

export type ExceptionsPage = {
  readonly exceptions: readonly Exception[];
  /** Of each kind that was asked for; may lag behind by moments. */
  readonly counts: ReadonlyMap<ExceptionKind, number>;
  /** Of the last one, where there are more. */
  readonly next: Place | undefined;
};

/**
 * What waits for a person, the oldest first. All rows are looked at for each page, since whoever looks at an item in vain
 * moves it in the index, where pages would repeat it; the items are read of the page alone, as they are now.
 */
export async function pageOfExceptions(
  { kinds, limit, after }: ExceptionsAsked,
  { exceptions, clock }: { readonly exceptions: Exceptions; readonly clock: Clock },
): Promise<ExceptionsPage> {
  const now = clock.now();
  const listed = await Promise.all(
    kinds.map(async (kind) => {
      const rows = await exceptions.listRows(kind);
      return [kind, rows.filter((row) => needsAPerson(row, now))] as const;
    }),
  );
  // One that was judged just now may be in the index twice.
  const rows = new Map(listed.flatMap(([, some]) => some.map((row) => [row.id, row])));
  const left = [...rows.values()]
    .filter((row) => !after || compare(placeOf(row), after) > 0)
    .toSorted((one, other) => compare(placeOf(one), placeOf(other)));
  const page = left.slice(0, limit);
  const kept = await exceptions.read(page.map(({ id }) => id));
  const last = page.at(-1);
  return {
    exceptions: page.flatMap((row) => {
      const shown = show(row, kept.get(row.id), now);
      return shown && kinds.includes(shown.kind) ? [shown] : [];
    }),
    counts: new Map(listed.map(([kind, some]) => [kind, some.length])),
    next: last && left.length > limit ? placeOf(last) : undefined,
  };
}

/** Undefined where it settled since. */
function show(
  row: ExceptionRow,
  kept: KeptException | undefined,
  now: number,
): Exception | undefined {
  const key = readExceptionId(row.id);
  // What has no id of ours was not asked for.
  if (!key || kept?.of === 'unreadable') return unreadable(row);
  const seen = kept && seeException(key, kept, now);
  return seen?.isOpen ? seen.exception : undefined;
}

function placeOf({ since, id }: ExceptionRow): Place {
  return [since, id];
}

function compare([since, id]: Place, [otherSince, otherId]: Place): number {
  return compareText(since, otherSince) || compareText(id, otherId);
}

/** By their bytes: both are ASCII. */
function compareText(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
