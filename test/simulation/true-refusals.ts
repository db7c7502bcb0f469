import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { referenceName } from '#test/support/memory-table.ts';
import type { Answer } from './answers.ts';
import { createdBy } from './creation-parts.ts';
import type { SimulatedMoment } from './simulated-moment.ts';
import { idOf, rowOf, tellsChange } from './told-change.ts';
import type { Moved } from './watched-ledger.ts';
import type { WatchedTable } from './watched-table.ts';

/** One request of the merchant's, however often it was sent. */
export type Request = {
  readonly name: string;
  readonly key: string | undefined;
  /** What it is about. */
  readonly kind: ObligationKind;
  readonly reference: string;
  readonly route: string;
  /** The `{entry}` of the path. */
  readonly entry?: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** When it was sent first, and this time. */
  readonly firstSentAt: number;
  readonly sentAt: number;
};

export type KnownWorld = {
  readonly table: WatchedTable;
  readonly moment: Pick<SimulatedMoment, 'isForeign' | 'hasRefused' | 'findPresented'>;
  /** Whether more than one request was ever sent under a key. */
  readonly isReused: (key: string) => boolean;
  readonly now: () => number;
};

const KINDS = ['customer', 'account', 'bill'] as const satisfies readonly ObligationKind[];

type Judge = (answer: Answer, request: Request, world: KnownWorld) => boolean;

/** How often an entry can be undone in part. */
const REVERSALS_MAX = 100;
/** Moment keeps a key for a day, and we count on it for an hour less. */
const FORGOTTEN_MS = 23 * 60 * 60_000;

/** When each refusal is true; whatever is not here never is, of requests that are valid. */
const JUDGES: Readonly<Record<string, Judge>> = {
  ...ofEachKind('exists', (kind) => ({ body }, request, { table, moment }) => {
    const { key, body: sent } = request;
    const told = { kind, reference: String(memberOf(body[kind], 'external_reference')) };
    const id = idOf(told, table);
    const asked = createdBy(request.kind, sent);
    const isAsked = asked.some((one) => one.reference === told.reference);
    if (id === undefined || memberOf(body[kind], 'id') !== id || !isAsked) return false;
    if (key === undefined) return true;
    const opening = table.entries.get(`opening:${id}`);
    const openedBy = opening?.cause.kind === 'command' ? opening.cause.key : undefined;
    // What came of this very request is answered, not refused; but Moment may have refused what was to hang on it.
    const isRefusedAfter = asked.some(
      ({ reference }) => reference !== told.reference && moment.hasRefused(reference),
    );
    return openedBy !== key ? !isDoneByOwn(request, table) : isRefusedAfter;
  }),
  ...ofEachKind(
    'exists_at_moment',
    () =>
      (_answer, { kind, body }, { moment }) =>
        createdBy(kind, body).some(({ reference }) => moment.isForeign(reference)),
  ),
  ...ofEachKind(
    'creation_pending',
    () =>
      ({ body }, { kind, body: sent, sentAt }, { table }) =>
        createdBy(kind, sent).some((one) =>
          table.wasReserved(
            referenceName(one.kind, one.reference),
            String(body['idempotency_key']),
            sentAt,
          ),
        ),
  ),
  'idempotency_key.reused': (_answer, { key }, { isReused }) => key !== undefined && isReused(key),
  'adoption.ambiguous': ({ body }, request, { table }) => {
    const { id, balance, balance_as_of } = request.body;
    const waiting = body['waiting'] as readonly { readonly event_id: string }[];
    const told = new Map([...table.held.values()].map((one) => [one.eventId, one.obligationId]));
    const isTold = (eventId: string) =>
      told.get(eventId) === id || table.wasEnteredBy(eventId, `${id}`);
    const isUnsaid = balance !== undefined && balance_as_of === undefined;
    return isUnsaid && waiting.length > 0 && waiting.every(({ event_id }) => isTold(event_id));
  },
  'moment.refused': (_answer, { kind, body }, { moment }) =>
    'description' in body
      ? moment.hasRefused(String(body['description']))
      : createdBy(kind, body).some(({ reference }) => moment.hasRefused(reference)),
  'balance.not_tracked': (_answer, request, { table }) => trackedId(request, table) === undefined,
  'balance.nothing_due': ({ body }, request, { table }) =>
    Number(body['balance']) <= 0 && hadBalance(body['balance'], request, table),
  'amount.exceeds_balance': ({ body }, request, { table }) =>
    Number(request.body['amount']) > Number(body['balance']) &&
    hadBalance(body['balance'], request, table),
  'amount.exceeds_unpresented': ({ body }, request, { table, moment }) => {
    const open = body['open'] as readonly { readonly id: string; readonly amount: number }[];
    const isTold = open.every(({ id, amount }) => moment.findPresented(id)?.amount === amount);
    const sum = open.reduce((all, { amount }) => all + amount, 0);
    return (
      isTold &&
      Number(request.body['amount']) > Number(body['left']) &&
      Number(body['left']) + sum === Number(body['balance']) &&
      hadBalance(body['balance'], request, table)
    );
  },
  'sequence.unexpected': ({ body }, request, { table }) =>
    body['sequence'] !== request.body['expected_sequence'] &&
    isAt(request, table, ({ sequence, balance }) => {
      return sequence === body['sequence'] && balance === body['balance'];
    }),
  'entry.not_found': (_answer, request, { table }) => {
    const { entry = '', sentAt } = request;
    const isThere = table.entries.get(entry)?.obligationId === trackedId(request, table);
    return !isThere || table.wasEnteredSince(entry, sentAt);
  },
  'reconciliation_id.reused': ({ body }, request, { table }) => {
    const met = table.entryOfRow(rowOf(request));
    if (!met || !('reverses' in met)) return false;
    const isOther = met.reverses !== request.entry || met.amount !== request.body['amount'];
    return isOther && body['entry'] === met.key && body['amount'] === met.amount;
  },
  'entry.not_reversible': (_answer, { entry = '' }, { table }) => {
    const found = table.entries.get(entry);
    const isOfMany = (table.undone.get(entry)?.by.length ?? 0) >= REVERSALS_MAX;
    return found !== undefined && (isOfMany || 'reverses' in found || 'adjusts' in found);
  },
  'amount.exceeds_entry': ({ body }, request, { table }) => {
    const { entry = '', sentAt } = request;
    const left = Number(body['left']);
    const asked = Number(request.body['amount'] ?? 0);
    return (left === 0 || asked > left) && table.leftsSince(entry, sentAt).includes(left);
  },
  'presentation.unresolved': (_answer, { firstSentAt }, { now }) =>
    now() - firstSentAt > FORGOTTEN_MS,
};

/** Whether what the merchant is told of the world is so. */
export function isTrue(answer: Answer, request: Request, world: KnownWorld): boolean {
  const judge = JUDGES[answer.code ?? ''];
  return judge !== undefined && !isDoneHere(request, world) && judge(answer, request, world);
}

/** What came of this very request is answered, and never refused. */
function isDoneHere(request: Request, { table, isReused }: KnownWorld): boolean {
  const { key = '', sentAt } = request;
  const row = rowOf(request);
  if (row !== undefined && !table.wasRowMetBefore(row, sentAt)) return false;
  const met = table.entryOfRow(row);
  if (met) return tellsChange(request, met, table);
  const entry = isReused(key) ? undefined : table.changeUnder(key);
  return entry !== undefined && tellsChange(request, entry, table);
}

function ofEachKind(
  code: string,
  judgeOf: (kind: ObligationKind) => Judge,
): Readonly<Record<string, Judge>> {
  return Object.fromEntries(KINDS.map((kind) => [`${kind}.${code}`, judgeOf(kind)]));
}

/** Of a customer without a balance no entry says who opened it. */
function isDoneByOwn({ key = '', body }: Request, table: WatchedTable): boolean {
  const intent = table.intents.get(key);
  return (
    intent?.operation === 'create_customer' &&
    intent.done !== undefined &&
    intent.request.name === body['name']
  );
}

function hadBalance(told: unknown, request: Request, table: WatchedTable): boolean {
  return isAt(request, table, ({ balance }) => balance === told);
}

function isAt(request: Request, table: WatchedTable, isSo: (move: Moved) => boolean): boolean {
  const id = trackedId(request, table);
  return id !== undefined && table.movesSince(id, request.sentAt).some(isSo);
}

function trackedId(request: Request, table: WatchedTable): string | undefined {
  const id = idOf(request, table);
  return id === undefined || table.obligations.get(id)?.balance === undefined ? undefined : id;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
