import { parseExactJson } from '#shared/models/exact-json.ts';
import { readUtf8 } from '#shared/models/utf8.ts';

/** What an event says, as far as it can be read, for a person who has to find out what it is about. */
export type ToldMembers = {
  readonly type?: string | undefined;
  /** `data.id`: of a Payment Request, or of what was applied. */
  readonly dataId?: string | undefined;
  readonly paymentId?: string | undefined;
  /** Minor units. */
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  /** Moment's time of it, as it is written. */
  readonly at?: string | undefined;
  readonly description?: string | undefined;
  /** Ids of customers, accounts and bills, wherever it names one. */
  readonly ids: readonly string[];
  /** Whatever may be an `external_reference` of the merchant's: so named, or in `metadata`. */
  readonly references: readonly string[];
};

type Text = { readonly path: readonly string[]; readonly text: string };

const OBLIGATION_ID = /^(?:bcus|bacc|bill)_[a-zA-Z0-9]{1,59}$/;
const REFERENCE = /^[a-zA-Z0-9_-]{1,255}$/;
const NAMED_MAX = 10;
const TEXTS_MAX = 200;
const LEVELS_MAX = 4;
const TEXT_LENGTH_MAX = 500;

export function readToldMembers(body: Uint8Array): ToldMembers {
  const event = membersOf(readJson(body));
  const data = membersOf(event['data']);
  const { id, payment_id, amount, currency, created_at, updated_at, description } = data;
  const texts = textsIn(data, []).slice(0, TEXTS_MAX);
  const named = (is: (text: Text) => boolean) =>
    [...new Set(texts.filter(is).map(({ text }) => text))].slice(0, NAMED_MAX);
  return {
    type: textOf(event['type']),
    dataId: textOf(id),
    paymentId: textOf(payment_id),
    amount: Number.isSafeInteger(amount) ? Number(amount) : undefined,
    currency: textOf(currency),
    at: textOf(created_at) ?? textOf(updated_at),
    description: textOf(description),
    ids: named(({ text }) => OBLIGATION_ID.test(text)),
    references: named(isReference),
  };
}

function isReference({ path, text }: Text): boolean {
  const isOneByName = path.at(-1)?.endsWith('reference') || path.includes('metadata');
  return Boolean(isOneByName) && REFERENCE.test(text) && !OBLIGATION_ID.test(text);
}

function textsIn(value: unknown, path: readonly string[]): readonly Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (path.length >= LEVELS_MAX) return [];
  return Object.entries(membersOf(value)).flatMap(([name, member]) =>
    textsIn(member, [...path, name]),
  );
}

/** What comes twice nobody knows which to believe of. */
function readJson(body: Uint8Array): unknown {
  try {
    return parseExactJson(readUtf8(body) ?? '');
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, TEXT_LENGTH_MAX) : undefined;
}
