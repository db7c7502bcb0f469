import type { Answer } from './answers.ts';
import type { SimulatedMoment } from './simulated-moment.ts';
import { idOf, rowOf, tellsChange } from './told-change.ts';
import type { Request } from './true-refusals.ts';
import type { WatchedTable } from './watched-table.ts';

export type Page = {
  readonly data: readonly {
    readonly id: string;
    readonly sequence: number;
    readonly ending_balance: number;
  }[];
};

/** What is wrong with an answer to what was asked. */
export function checkDone(
  { body: answer }: Answer,
  { name, reference, body: asked }: Request,
  moment: Pick<SimulatedMoment, 'findPresented'>,
): string | undefined {
  if (answer['external_reference'] !== reference) return `${name} was answered for another`;
  const members = ['name', 'balance', 'amount', 'amount_due'].filter((member) => member in asked);
  const wrong = members.find((member) => answer[member] !== asked[member]);
  if (wrong !== undefined) return `${name} was answered with ${wrong} ${answer[wrong]}`;
  if (!('description' in asked)) return undefined;
  const presented = moment.findPresented(String(answer['id']));
  return presented?.external_reference === reference
    ? undefined
    : `${name} was answered with ${answer['id']}, which is another's`;
}

/** What a command did is in the ledger as it is answered; and where it did nothing, nothing is. */
export function checkChanged(
  { status, body: answer }: Answer,
  request: Request,
  table: WatchedTable,
): string | undefined {
  const { name, key = '', body: asked } = request;
  const row = rowOf(request);
  const entry = table.entryOfRow(row) ?? table.changeUnder(key);
  if (status === 200 && row === undefined) {
    if (entry) return `${name} was answered as unchanged, and there is ${entry.key}`;
    const isSame = answer['balance'] === asked['balance'] && answer['id'] === idOf(request, table);
    return isSame ? undefined : `${name} was answered as unchanged with ${answer['balance']}`;
  }
  if (!entry || !tellsChange(request, entry, table)) return `${name} was answered, and is not done`;
  const isAsEntered =
    answer['id'] === entry.key &&
    answer['sequence'] === entry.sequence &&
    answer['amount'] === entry.amount &&
    answer['ending_balance'] === entry.endingBalance;
  return isAsEntered ? undefined : `${name} was answered otherwise than it was done`;
}

/** A page may lack what is newest, and nothing between its lines. */
export function checkPage({ data }: Page, table: WatchedTable): string | undefined {
  for (const [index, { id, sequence, ending_balance }] of data.entries()) {
    const entry = table.entries.get(id);
    if (entry?.sequence !== sequence || entry.endingBalance !== ending_balance) {
      return `a statement shows ${id} otherwise than it is`;
    }
    const before = data[index - 1];
    if (before && before.sequence !== sequence + 1) return `a statement has a gap before ${id}`;
  }
  return undefined;
}
