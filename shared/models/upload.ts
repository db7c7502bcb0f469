import * as z from 'zod/mini';
import { whyInvisible } from './find-invisible.ts';
import { Currency } from './money.ts';
import type { ObligationKind } from './obligation-id.ts';
import { tryParse } from './parsing.ts';

/** A file that was put into the bucket: this very one, whatever is put in its place later. */
export const Upload = z.object({
  /** Where it lies. */
  key: z.string().check(z.minLength(1)),
  /** What its bytes are, as S3 tells it. */
  eTag: z.string().check(z.minLength(1)),
  size: z.int().check(z.nonnegative()),
  putAt: z.iso.datetime(),
  /** Who put it, as AWS knows them. */
  putBy: z.string().check(z.minLength(1)),
});
export type Upload = z.infer<typeof Upload>;

/** What a file is by where it lies. */
export type UploadPlace = {
  readonly kind: ObligationKind;
  readonly currency: string;
  /** The name of the file: what is in it is entered once under this name. */
  readonly batch: string;
};

/** It is not there any more, or another one lies in its place. */
export class UploadGone extends Error {
  override readonly name = 'UploadGone';
}

/** What is put there is imported, and what came of it is written beside. */
export const INCOMING = 'incoming/';
export const OUTCOME = 'outcome/';
/** As long as a name may be that is kept in the note of each entry. */
const BATCH_CHARACTERS_MAX = 100;
const KINDS: Readonly<Record<string, ObligationKind>> = {
  customers: 'customer',
  accounts: 'account',
  bills: 'bill',
};
const WANTED = 'Put it into incoming/KIND/CURRENCY/, such as incoming/customers/ZAR/2026-12.csv';

/** Or why it says nothing, in a sentence for whoever put it there. */
export function readUploadPlace(key: string): UploadPlace | { readonly problem: string } {
  const [kind = '', currency = '', batch = '', ...more] = key.slice(INCOMING.length).split('/');
  const ofKind = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!ofKind)
    return { problem: `${WANTED}: the first folder must be ${listed(Object.keys(KINDS))}` };
  const parsed = tryParse(Currency, currency);
  if (!parsed.ok || parsed.value !== currency) {
    const detail = parsed.ok ? 'must be in capitals, such as ZAR' : parsed.problems[0]?.detail;
    return { problem: `${WANTED}: the second folder ${detail}` };
  }
  if (batch === '' || more.length > 0) {
    return { problem: `${WANTED}: the file must lie right in the folder of its currency` };
  }
  if (batch.length > BATCH_CHARACTERS_MAX || whyInvisible(batch, '2026-12.csv') !== undefined) {
    const detail = `must have 1 to ${BATCH_CHARACTERS_MAX} visible characters`;
    return { problem: `The name of the file ${detail}, since each entry names it` };
  }
  return { kind: ofKind, currency, batch };
}

/** What the console of S3 makes where somebody asks for a folder is no file. */
export function isFolder({ key, size }: Pick<Upload, 'key' | 'size'>): boolean {
  return key.endsWith('/') && size === 0;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
