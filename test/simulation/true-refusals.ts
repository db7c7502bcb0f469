import type { Answer } from './answers.ts';
import type { SimulatedMoment } from './simulated-moment.ts';
import type { WatchedTable } from './watched-table.ts';

/** One request of the merchant's, however often it was sent. */
export type Request = {
  readonly name: string;
  readonly key: string | undefined;
  readonly reference: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** When it was sent first, and this time. */
  readonly firstSentAt: number;
  readonly sentAt: number;
};

export type KnownWorld = {
  readonly table: WatchedTable;
  readonly moment: Pick<SimulatedMoment, 'isForeign' | 'hasRefused' | 'findPresented'>;
  /** The bodies that were ever sent under a key. */
  readonly sentUnder: (key: string) => ReadonlySet<string>;
  readonly now: () => number;
};

type Judge = (answer: Answer, request: Request, world: KnownWorld) => boolean;

/** Moment keeps a key for a day, and we count on it for an hour less. */
const FORGOTTEN_MS = 23 * 60 * 60_000;

/** When each refusal is true; whatever is not here never is, of requests that are valid. */
const JUDGES: Readonly<Record<string, Judge>> = {
  'customer.exists': ({ body }, { reference, key, body: sent }, { table }) => {
    const owner = table.references.get(reference);
    if (owner?.kind !== 'taken' || memberOf(body['customer'], 'id') !== owner.obligationId) {
      return false;
    }
    const intent = key === undefined ? undefined : table.intents.get(key);
    // What came of this very request is answered, not refused.
    const isItsOwn =
      intent?.operation === 'create_customer' &&
      intent.done !== undefined &&
      intent.request.name === sent['name'];
    const opening = table.entries.get(`opening:${owner.obligationId}`);
    const openedBy = opening?.cause.kind === 'command' ? opening.cause.key : undefined;
    return !isItsOwn && (key === undefined || openedBy !== key);
  },
  'customer.exists_at_moment': (_answer, { reference }, { moment }) => moment.isForeign(reference),
  'customer.creation_pending': ({ body }, { reference, sentAt }, { table }) =>
    table.wasReserved(reference, String(body['idempotency_key']), sentAt),
  'idempotency_key.reused': (_answer, { key }, { sentUnder }) =>
    key !== undefined && sentUnder(key).size > 1,
  'moment.refused': (_answer, { reference, body }, { moment }) =>
    moment.hasRefused(String(body['description'] ?? reference)),
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
  'presentation.unresolved': (_answer, { firstSentAt }, { now }) =>
    now() - firstSentAt > FORGOTTEN_MS,
};

/** Whether what the merchant is told of the world is so. */
export function isTrue(answer: Answer, request: Request, world: KnownWorld): boolean {
  return JUDGES[answer.code ?? '']?.(answer, request, world) ?? false;
}

function hadBalance(told: unknown, request: Request, table: WatchedTable): boolean {
  const id = trackedId(request, table);
  return id !== undefined && table.balancesSince(id, request.sentAt).some((one) => one === told);
}

function trackedId({ reference }: Request, table: WatchedTable): string | undefined {
  const owner = table.references.get(reference);
  if (owner?.kind !== 'taken') return undefined;
  return table.obligations.get(owner.obligationId)?.balance === undefined
    ? undefined
    : owner.obligationId;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
