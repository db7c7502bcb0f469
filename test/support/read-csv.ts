import Papa from 'papaparse';

export type CsvRow = Readonly<Record<string, string>>;

/** As a stranger's reader has it: every row with every column. @throws Error for whatever that reader complains about */
export function readCsv(text: string): readonly CsvRow[] {
  const { data, errors } = Papa.parse<CsvRow>(text, { header: true, skipEmptyLines: true });
  const [error] = errors;
  if (error) throw new Error(`${error.message} in row ${error.row}`);
  return data;
}

/** Minor units of an amount in major units, digit by digit. */
export function minorOf(major: string, digits: number): bigint {
  const [whole = '', fraction = ''] = major.split('.');
  if (fraction.length !== digits) throw new Error(`${major} has not ${digits} digits`);
  return BigInt(whole + fraction);
}
