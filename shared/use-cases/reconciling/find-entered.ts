import {
  type Entered,
  type EnteredPayment,
  paymentsOf,
  refundsOf,
  type WaitingPayment,
} from '#shared/ledger/reconciling/entered.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { KeptException } from '#shared/models/exception.ts';
import type { ReportPeriod, ReportRow } from '#shared/models/report-row.ts';
import { toShownLine } from '#shared/models/shown-line.ts';
import { WAITING_KINDS } from '#shared/models/summary.ts';
import type { Changes } from '#shared/ports/changes.ts';
import type { Exceptions } from '#shared/ports/exceptions.ts';
import type {
  EntriesOfPayments,
  PaymentReferences,
  RecordedLinesAsked,
} from '#shared/ports/reconciling.ts';
import type { Clock } from '#shared/ports/world.ts';
import { inTurn } from '#shared/use-cases/in-turn.ts';

export type FindEnteredDeps = {
  readonly entries: EntriesOfPayments;
  readonly exceptions: Pick<Exceptions, 'listRows' | 'read'>;
  readonly changes: Pick<Changes, 'findReconciled'>;
  /** Asked where a report does not say which payment a row is about. */
  readonly references: PaymentReferences;
  readonly clock: Clock;
  /** Told how many payments Moment was asked about, of how many. */
  onAsked?(done: number, all: number): void;
};

/** A report tells of a payment within so long after we were told of it. */
const LOOK_BACK_MS = 3 * 24 * 60 * 60 * 1000;
const AT_ONCE = 8;

/**
 * What the ledger has beside a report: all that was recorded since shortly before the first of its rows, which may be
 * told late; whatever its rows name besides, however old; and what waits.
 */
export async function findEntered(
  rows: readonly ReportRow[],
  period: ReportPeriod | undefined,
  deps: FindEnteredDeps,
): Promise<Entered> {
  const to = new Date(deps.clock.now()).toISOString();
  // Stryker disable next-line EqualityOperator: the same time either way
  const first = rows.reduce((time, { at }) => (at < time ? at : time), period?.from ?? to);
  const span = { from: new Date(Date.parse(first) - LOOK_BACK_MS).toISOString(), to };
  const recorded = [
    ...(await Array.fromAsync(listRecorded('payment', span, deps))),
    ...(await Array.fromAsync(listRecorded('adjustment', span, deps))),
    ...(await Array.fromAsync(listRecorded('refund', span, deps))),
  ];
  const named = [...recorded, ...(await listNamed(rows, recorded, deps))];
  const lines = [...named, ...(await listReconciled(rows, named, deps))];
  const waiting = await listWaiting(deps);
  const entered = { payments: paymentsOf(lines), refunds: refundsOf(lines), waiting };
  const isEachNamed = rows.every(({ paymentId }) => paymentId !== undefined);
  return isEachNamed ? entered : withReferences(entered, deps);
}

async function* listRecorded(
  type: RecordedLinesAsked['type'],
  span: { readonly from: string; readonly to: string },
  { entries }: FindEnteredDeps,
): AsyncGenerator<StatementLine> {
  let cursor: string | undefined;
  do {
    const page = await entries.listRecorded({ type, ...span, cursor });
    yield* page.lines;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** Those that rows are about, and that were recorded long before; what went back of the others is recorded since. */
async function listNamed(
  rows: readonly ReportRow[],
  recorded: readonly StatementLine[],
  { entries }: FindEnteredDeps,
): Promise<readonly StatementLine[]> {
  const payments = recorded.filter(({ type }) => type === 'payment');
  const found = new Set(payments.map(({ paymentId }) => paymentId));
  const named = new Set(
    rows.flatMap(({ paymentId }) =>
      paymentId === undefined || found.has(paymentId) ? [] : [paymentId],
    ),
  );
  const lines = await inTurn([...named], AT_ONCE, (id) => entries.listOfPayment(id));
  const known = new Set(recorded.map(({ key }) => key));
  return lines.flat().filter(({ key }) => !known.has(key));
}

/** What was entered as these rows before, of payments that nothing else leads to. */
async function listReconciled(
  rows: readonly ReportRow[],
  known: readonly StatementLine[],
  { changes }: FindEnteredDeps,
): Promise<readonly StatementLine[]> {
  const found = new Set(known.map(({ reconciliationId }) => reconciliationId));
  const left = rows.filter(
    ({ kind, reconciliationId }) => kind === 'refund' && !found.has(reconciliationId),
  );
  const met = await inTurn(left, AT_ONCE, ({ reconciliationId }) =>
    changes.findReconciled({ type: 'refund', reconciliationId }),
  );
  return met
    .filter((each) => each !== undefined)
    .map(({ entry, reconciled: { reconciliationId } }) => ({
      ...toShownLine(entry),
      reconciliationId,
    }));
}

async function listWaiting({ exceptions }: FindEnteredDeps): Promise<readonly WaitingPayment[]> {
  const rows = (await Promise.all(WAITING_KINDS.map((kind) => exceptions.listRows(kind)))).flat();
  const kept = await exceptions.read(rows.map(({ id }) => id));
  return [...kept].flatMap(([id, exception]) => {
    const paymentId = paymentIdOf(exception);
    return paymentId === undefined ? [] : [{ id, paymentId }];
  });
}

function paymentIdOf(kept: KeptException): string | undefined {
  // Stryker disable next-line ConditionalExpression: what is no event is not listed
  return kept.of === 'event' && kept.isListed ? kept.event.paymentId : undefined;
}

async function withReferences(
  { payments, refunds, waiting }: Entered,
  { references, onAsked }: FindEnteredDeps,
): Promise<Entered> {
  const all = payments.length + waiting.length;
  let done = 0;
  const withReference = async <T extends EnteredPayment | WaitingPayment>(one: T) => {
    const reference = await references.findReference(one.paymentId);
    done += 1;
    onAsked?.(done, all);
    return { ...one, reference };
  };
  return {
    payments: await inTurn(payments, AT_ONCE, withReference),
    refunds,
    waiting: await inTurn(waiting, AT_ONCE, withReference),
  };
}
