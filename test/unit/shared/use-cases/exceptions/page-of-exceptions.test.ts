import { beforeEach, expect, test } from 'vitest';
import {
  EXCEPTION_KINDS,
  type ExceptionRow,
  type KeptException,
} from '#shared/models/exception.ts';
import { exceptionId } from '#shared/models/exception-id.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Exceptions } from '#shared/ports/exceptions.ts';
import { type Place, pageOfExceptions } from '#shared/use-cases/exceptions/page-of-exceptions.ts';
import {
  amountApplied,
  CUSTOMER,
  intent,
  obligation,
  open,
  presentation,
} from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NOON } from '#test/support/world.ts';

const at = (minute: number) => new Date(NOON + minute * 60_000).toISOString();
let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(() => {
  deps = createMemoryDeps();
  deps.clock.advance(20 * 60_000);
});

const page = (
  asked: Partial<Parameters<typeof pageOfExceptions>[0]> = {},
  exceptions: Exceptions = deps.exceptions,
) =>
  pageOfExceptions(
    { kinds: EXCEPTION_KINDS, limit: 10, after: undefined, ...asked },
    { ...deps, exceptions },
  );
const hold = async (minute: number, state: HeldEvent['state'] = 'unmatched') => {
  const event = heldEvent(
    amountApplied({ id: `evt_${minute}`, data: { payment_id: `p_${minute}` } }),
    state,
    {
      receivedAt: at(minute),
    },
  );
  await deps.ledger.hold(event);
  return exceptionId({ kind: 'event', held: event });
};
const idsOf = ({ exceptions }: Awaited<ReturnType<typeof page>>) => exceptions.map(({ id }) => id);

test('all that waits is listed, the oldest first, with how many of each kind', async () => {
  const [third, first, second] = [
    await hold(3),
    await hold(1, 'stale'),
    await hold(2, 'quarantined'),
  ];
  await deps.intents.begin(presentation({ key: 'old', startedAt: at(0) }), at(1));
  await deps.intents.begin(intent({ key: 'new', startedAt: at(19) }), at(21));
  const untold = {
    state: 'drift',
    dueAt: at(4),
    since: at(4),
    refusals: 0,
    drift: 'refused',
  } as const;
  deps.table.obligations.set(CUSTOMER, obligation({ untold }));
  const { counts, next, ...listed } = await page();
  expect(idsOf({ counts, next, ...listed })).toEqual([
    ...['intent:old', first, second, third, `drift:${CUSTOMER}`],
  ]);
  expect([...counts]).toEqual([
    ['unmatched', 1],
    ['quarantined', 1],
    ['stale', 1],
    ['intent', 1],
    ['push', 0],
    ['drift', 1],
  ]);
  expect(next).toBeUndefined();
});

test('of one kind the others are neither listed nor counted', async () => {
  const id = await hold(1);
  await hold(2, 'stale');
  const listed = await page({ kinds: ['unmatched'] });
  expect(idsOf(listed)).toEqual([id]);
  expect([...listed.counts]).toEqual([['unmatched', 1]]);
});

test('pages join, whatever the sweep moves between them', async () => {
  const ids: string[] = [];
  for (const minute of [5, 1, 4, 2, 3]) ids[minute - 1] = await hold(minute);
  const seen: string[] = [];
  let after: Place | undefined;
  do {
    const listed = await page({ limit: 2, after });
    seen.push(...idsOf(listed));
    for (const event of deps.table.held.values()) await deps.waiting.postpone(event, at(900));
    after = listed.next;
  } while (after);
  expect(seen).toEqual(ids);
  const all = await page({ limit: 5 });
  expect(all.next).toBeUndefined();
});

test('of one moment they come in the order of their ids', async () => {
  const ids = [];
  for (const n of [1, 2, 3, 4]) {
    const event = heldEvent(amountApplied({ id: `evt_${n}` }), 'unmatched', { receivedAt: at(1) });
    await deps.ledger.hold(event);
    ids.push(exceptionId({ kind: 'event', held: event }));
  }
  const first = await page({ limit: 3 });
  expect(idsOf(first)).toEqual(ids.toSorted().slice(0, 3));
  expect(idsOf(await page({ after: first.next }))).toEqual(ids.toSorted().slice(3));
});

/** A list that lags behind what is kept. */
const lagging = (
  rows: readonly ExceptionRow[],
  kept: Readonly<Record<string, KeptException>> = {},
): Exceptions => ({
  listRows: async (kind) => rows.filter((row) => row.kind === kind),
  read: async (ids) => new Map(ids.flatMap((id) => (kept[id] ? [[id, kept[id]]] : []))),
  listEntered: async () => [],
  findHeads: async () => [],
});

test('what settled since it was listed leaves the page shorter, and the next one is found', async () => {
  const id = await hold(2);
  const gone = { kind: 'unmatched', id: id.replace(/p_2$/, 'p_1'), since: at(1) } as const;
  const row = { ...gone, id, since: at(2) };
  const events = await deps.exceptions.read([id]);
  const exceptions = lagging([row, gone], Object.fromEntries(events));
  const first = await page({ limit: 1 }, exceptions);
  expect([idsOf(first), first.next]).toEqual([[], [gone.since, gone.id]]);
  expect(idsOf(await page({ limit: 1, after: first.next }, exceptions))).toEqual([id]);
});

test('one that was judged just now is shown once, as what it is now', async () => {
  const id = await hold(1, 'quarantined');
  const rows = (['unmatched', 'quarantined'] as const).map((kind) => ({ kind, id, since: at(1) }));
  const exceptions = lagging(rows, Object.fromEntries(await deps.exceptions.read([id])));
  expect((await page({}, exceptions)).exceptions).toMatchObject([{ id, kind: 'quarantined' }]);
  expect((await page({ kinds: ['unmatched'] }, exceptions)).exceptions).toEqual([]);
});

test('one that was decided just now is not shown', async () => {
  const id = await hold(1);
  const exceptions = lagging([{ kind: 'unmatched', id, since: at(1) }], {
    ...Object.fromEntries(await deps.exceptions.read([id])),
  });
  expect(idsOf(await page({}, exceptions))).toEqual([id]);
  for (const hash of deps.table.held.keys()) deps.table.decided.add(hash);
  const decided = lagging([{ kind: 'unmatched', id, since: at(1) }], {
    ...Object.fromEntries(await deps.exceptions.read([id])),
  });
  expect(idsOf(await page({}, decided))).toEqual([]);
});

test('what cannot be read is shown as that, and hides no other', async () => {
  const id = await hold(3);
  const rows: ExceptionRow[] = [
    { kind: 'drift', id: 'drift:bcus_1', since: at(1), isUnreadable: true },
    { kind: 'push', id: 'push:bcus_2', since: at(19), isUnreadable: true },
    { kind: 'stale', id: 'event:nothing:x', since: at(2) },
    { kind: 'unmatched', id, since: at(3) },
  ];
  const exceptions = lagging(rows, {
    'drift:bcus_1': { of: 'unreadable' },
    ...Object.fromEntries(await deps.exceptions.read([id])),
  });
  expect((await page({}, exceptions)).exceptions).toMatchObject([
    { id: 'drift:bcus_1', reason: 'unreadable' },
    { id: 'event:nothing:x', reason: 'unreadable' },
    { id, reason: 'obligation_unknown' },
  ]);
});

test('nothing waits in an empty ledger', async () => {
  await open(deps);
  expect(await page()).toMatchObject({ exceptions: [], next: undefined });
});
