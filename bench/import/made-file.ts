import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const HEADER = 'external_reference,first_name,last_name,mobile_phone_number,email,amount_due';

/** What somebody owes, in cents: none of two neighbours the same. */
export const centsOf = (index: number): number => 1_00 + ((index * 7_919) % 500_000);
export const referenceOf = (name: string, index: number): string => `${name}-${index}`;
const decimalOf = (cents: number) =>
  `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

type Cells = readonly [
  reference: string,
  first: string,
  last: string,
  phone: string,
  email: string,
  amount: string,
];

/** Each way to be wrong, as lines in place of the right one. */
const SPOILT: readonly ((cells: Cells) => readonly string[])[] = [
  ...[
    '"1.240,00"',
    '1e2',
    'R240',
    '\u2212240.00',
    '',
    '240.001',
    '0240.00',
    '1 240.00',
    '9'.repeat(20),
  ].map((amount) => (cells: Cells) => [line([...cells.slice(0, 5), amount])]),
  ([, ...cells]) => [line(['bcus_1', ...cells])],
  ([, ...cells]) => [line(['', ...cells])],
  ([reference, , ...cells]) => [line([reference, 'Jo\u200bhn', ...cells])],
  ([reference, first, last, , ...cells]) => [
    line([reference, first, last, '0821234567', ...cells]),
  ],
  ([reference, first, last, phone, , amount]) => [
    line([reference, first, last, phone, 'no', amount]),
  ],
  (cells) => [line([...cells, 'more'])],
  (cells) => [line(cells.slice(0, 3))],
  // One identity with two amounts: neither is done.
  ([reference, first, last, phone, email, amount]) => [
    line([reference, first, last, phone, email, amount]),
    line([reference, first, last, phone, email, '0.01']),
  ],
];

export type MadeFile = {
  /** Of how many rows there is something wrong, in place of which none is done. */
  readonly spoilt: number;
  /** Of all rows, in cents, as they would be without. */
  readonly total: number;
};

/** @param spoiltEvery how many rows apart one is wrong, each in its turn in another way; none unless told */
export async function makeFile(
  path: string,
  { name, rows, spoiltEvery }: { name: string; rows: number; spoiltEvery?: number },
): Promise<MadeFile> {
  const file = createWriteStream(path);
  let spoilt = 0;
  let total = 0;
  file.write(`${HEADER}\n`);
  for (let index = 0; index < rows; index += 1) {
    const cells = cellsOf(name, index);
    const isSpoilt = spoiltEvery !== undefined && index % spoiltEvery === spoiltEvery - 1;
    const spoil = isSpoilt ? SPOILT[spoilt % SPOILT.length] : undefined;
    const lines = spoil?.(cells) ?? [line(cells)];
    spoilt += spoil ? 1 : 0;
    total += centsOf(index);
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
  }
  await finished(file.end());
  return { spoilt, total };
}

function cellsOf(name: string, index: number): Cells {
  const phone = `+2782${String(index % 10_000_000).padStart(7, '0')}`;
  const amount = decimalOf(centsOf(index));
  return [referenceOf(name, index), 'Thandi', 'Dlamini', phone, `t${index}@example.com`, amount];
}

function line(cells: readonly string[]): string {
  return cells.join(',');
}
