import type { AttributeValue, Item } from 'dynalite/db/index.js';

export const ITEM_BYTES_MAX = 400 * 1024;

const COLLECTION_BYTES = 3;

/**
 * The size that AWS limits and bills: names and text as UTF-8, numbers at two digits a byte.
 *
 * Source: Amazon DynamoDB Developer Guide, "DynamoDB Item sizes and formats".
 */
export function itemSize(item: Item): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) {
    if (value !== undefined) size += Buffer.byteLength(name) + valueSize(value);
  }
  return size;
}

function valueSize({ S, N, B, SS, NS, BS, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return numberSize(N);
  if (B !== undefined) return Buffer.byteLength(B, 'base64');
  if (SS) return sum(SS, (text) => Buffer.byteLength(text));
  if (NS) return sum(NS, numberSize);
  if (BS) return sum(BS, (bytes) => Buffer.byteLength(bytes, 'base64'));
  if (L) return COLLECTION_BYTES + sum(L, (value) => 1 + valueSize(value));
  if (M) return COLLECTION_BYTES + Object.keys(M).length + itemSize(M);
  return 1;
}

function numberSize(number: string): number {
  const digits = number
    .replace(/e.*$/i, '')
    .replace(/[^\d]/g, '')
    .replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (number.startsWith('-') ? 1 : 0);
}

function sum<T>(values: readonly T[], size: (value: T) => number): number {
  return values.reduce((total, value) => total + size(value), 0);
}
