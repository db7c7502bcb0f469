import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 21;

/** As Moment's ids look: `bcus_` and the like, then letters and digits. */
export function newId(prefix: string): string {
  const letters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${prefix}_${letters.join('')}`;
}

/** As in the examples of `reconciliation_reference` and of the reports' `reconciliation_id`. */
export function newReconciliationId(): string {
  return randomBytes(12).toString('hex');
}
