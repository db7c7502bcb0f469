import type { Entry } from '#shared/models/entry.ts';
import { httpEvent } from '#test/support/http-event.ts';
import type { Answer } from './answers.ts';
import { Client, type ClientParts, type Command, DAY, HOUR, isDone, MINUTE } from './client.ts';
import type { Functions } from './functions.ts';
import type { Target } from './operator.ts';
import { idOf } from './told-change.ts';

/** A refund as Moment's reports have it. */
type Row = { readonly id: string; readonly payment: string; readonly amount: number };

type Parts = ClientParts & { readonly functions: Functions };

const ROWS_MAX = 4;
/** When a report is there again: at once, as the next one that has the rows too, or long afterwards. */
const READ_AFTER = [0, MINUTE, HOUR, DAY, 4 * DAY];
const READINGS_MAX = 4;
const REVERSALS = '/entries/{entry}/reversals';
/** Refusals that end a row of one reading as well as an answer does. */
const FINAL = [
  'entry.not_found',
  'entry.not_reversible',
  'amount.exceeds_entry',
  'balance.not_tracked',
  'reconciliation_id.reused',
];

/** Whoever enters the refunds of reports that come late, twice and out of order, and before the payment is here. */
export class ReportReader {
  readonly #parts: Parts;
  readonly #client: Client;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#client = new Client(parts);
  }

  /** A few rows of one obligation, and each reading of the files that have them. */
  async read(target: Target): Promise<void> {
    const { chance, time } = this.#parts;
    await time.sleep(chance.between(0, chance.pick([MINUTE, DAY, 3 * DAY])));
    const rows = this.#rows(target);
    for (let reading = chance.between(1, READINGS_MAX); reading > 0; reading -= 1) {
      const after = chance.pick(READ_AFTER) + chance.between(0, MINUTE);
      time.after(after, () => void this.#readOnce(target, rows, `${reading}`));
    }
  }

  #rows(target: Target): readonly Row[] {
    const { chance, oracle } = this.#parts;
    const told = oracle.table.paymentsToldOf(idOf(target, oracle.table) ?? '');
    if (told.length === 0) return [];
    return Array.from({ length: chance.between(1, ROWS_MAX) }, (_, at) => {
      const payment = chance.pick(told);
      return { id: `row-${target.reference}-${at}`, payment, amount: this.#amount(payment) };
    });
  }

  /** Often what somebody refunded by hand, which the row then is. */
  #amount(payment: string): number {
    const { chance, oracle } = this.#parts;
    const { table } = oracle;
    const entry = table.entries.get(payment);
    if (!entry) return chance.between(1, 500);
    const undoes = (each: Entry) => 'reverses' in each && each.reverses === payment;
    const byHand = table.entriesOf(entry.obligationId).filter(undoes);
    return byHand.length > 0 && chance.happens(0.7)
      ? chance.pick(byHand).amount
      : chance.between(1, Math.abs(entry.amount));
  }

  /** In whichever order, some of them all at once, each under a key of this reading's. */
  async #readOnce(target: Target, rows: readonly Row[], reading: string): Promise<void> {
    const { chance } = this.#parts;
    const isAtOnce = chance.happens(0.3);
    for (const row of chance.happens(0.5) ? rows : rows.toReversed()) {
      const entered = this.#enter(target, this.#changed(row), `${row.id}-${reading}`);
      if (!isAtOnce) await entered;
    }
  }

  /** Somebody sets an amount right in the file. */
  #changed(row: Row): Row {
    return this.#parts.chance.happens(0.05) ? { ...row, amount: row.amount + 1 } : row;
  }

  async #enter(target: Target, row: Row, key: string): Promise<void> {
    const { faults, oracle } = this.#parts;
    const wasMet = oracle.table.entryOfRow(row.id) !== undefined;
    const answer = await this.#client.carryOut(this.#command(target, row, key));
    faults.tally.add(`a refund of a report: ${howEntered(answer, wasMet)}`);
  }

  #command({ kind, reference }: Target, { id, payment, amount }: Row, key: string): Command {
    const body = { amount, reason: 'refunded', reconciliation_id: id };
    const request = httpEvent({
      ...{ method: 'POST', path: `/${kind}s/{id}${REVERSALS}`, id: reference, entry: payment },
      body: JSON.stringify(body),
      headers: { 'idempotency-key': key },
      authorizer: { iam: { userArn: 'arn:aws:iam::123456789012:user/report' } },
    });
    const route = request.routeKey;
    return {
      name: `${route} of ${reference} ${payment} ${JSON.stringify(body)} under ${key}`,
      ...{ key, kind, reference, route, body, entry: payment },
      send: () => this.#parts.functions.changeBalance(request),
      final: FINAL,
    };
  }
}

function howEntered(answer: Answer | undefined, wasMet: boolean): string | undefined {
  if (!isDone(answer)) return answer?.code;
  if (wasMet) return 'entered before';
  return answer?.status === 200 ? 'entered by hand' : 'entered';
}
