import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Chance } from '#test/support/chance.ts';

/** One obligation that is to come to be. */
export type Part = {
  readonly kind: ObligationKind;
  readonly reference: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Undefined where no balance is tracked. */
  readonly owed: number | undefined;
};

/** What hangs on what, the last of it on all before; and how often it comes. */
const CHAINS = [
  ...Array.from({ length: 5 }, () => ['customer'] as const),
  ...Array.from({ length: 2 }, () => ['customer', 'account'] as const),
  ...Array.from({ length: 2 }, () => ['customer', 'bill'] as const),
  ['customer', 'account', 'bill'] as const,
];
const CURRENCY = 'ZAR';
const LETTERS = { customer: 'C', account: 'A', bill: 'B' } as const;

/** A customer, perhaps with an account and a bill. */
export function partsOf(customer: number, chance: Chance): readonly Part[] {
  return chance.pick(CHAINS).map((kind): Part => {
    const reference = `${LETTERS[kind]}-${customer}`;
    if (kind === 'bill') {
      const owed = chance.between(1, 5_000_000);
      const due = chance.happens(0.5) ? { due_date: '2026-12-31' } : {};
      return { kind, reference, owed, facts: { currency: CURRENCY, amount_due: owed, ...due } };
    }
    const balance = chance.between(-10_000, 5_000_000);
    const isTracked = chance.happens(0.95);
    const name = `The ${kind} ${customer}`;
    const tracked = isTracked ? { currency: CURRENCY, balance } : {};
    const owed = isTracked ? balance : undefined;
    return { kind, reference, owed, facts: { name, ...tracked } };
  });
}

/** Another of the same reference. */
export function otherwise({ facts, ...part }: Part): Part {
  const amount = Number(facts['amount_due'] ?? 0);
  const other = part.kind === 'bill' ? { amount_due: amount + 1 } : { name: 'Somebody Else' };
  return { ...part, facts: { ...facts, ...other } };
}

/**
 * The request that creates the last part, with those before it that are not there yet.
 *
 * @param idOf by what to name one that is there
 */
export function bodyOf(
  parts: readonly Part[],
  idOf: (part: Part) => string | undefined,
): Record<string, unknown> {
  const own = parts.at(-1);
  if (!own) throw new Error('Nothing to create');
  const before = parts.slice(0, -1);
  const parent = before.at(-1);
  return {
    external_reference: own.reference,
    ...own.facts,
    ...(parent && { [parent.kind]: idOf(parent) ?? bodyOf(before, idOf) }),
  };
}

export type NamedReference = { readonly kind: ObligationKind; readonly reference: string };

/** All that a request creates, by what it says. */
export function createdBy(
  kind: ObligationKind,
  body: Readonly<Record<string, unknown>>,
): readonly NamedReference[] {
  const nested = (['customer', 'account'] as const).flatMap((parent) => {
    const value = body[parent];
    return typeof value === 'object' && value !== null ? createdBy(parent, { ...value }) : [];
  });
  const reference = body['external_reference'];
  return [...nested, ...(typeof reference === 'string' ? [{ kind, reference }] : [])];
}
