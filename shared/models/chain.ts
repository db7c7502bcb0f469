import * as z from 'zod/mini';
import { hashBytes } from './bytes.ts';
import type { Cause } from './cause.ts';
import type { StatementLine } from './entry.ts';
import type { Obligation } from './obligation.ts';
import type { Decided } from './resolution.ts';

/** SHA-256, base64url. */
export const ChainHash = z.string().check(z.regex(/^[\w-]{43}$/));

/** What the first entry of an obligation follows: that it is this one's, under this reference. */
export function chainStart({
  id,
  externalReference,
}: Pick<Obligation, 'id' | 'externalReference'>): string {
  return hashBytes(`${id} ${externalReference}`);
}

/** An entry as it is kept, perhaps changed by other means: a part of it may be gone. */
export type ChainedEntry = StatementLine & {
  readonly previous?: string | undefined;
  readonly cause?: Cause | undefined;
};

/**
 * The hash that the next entry of the obligation holds as its `previous`, and the head of the obligation as
 * `newestHash`: SHA-256 over {@link factsOf} as RFC 8785 writes JSON, without blanks and by name.
 */
export function hashEntry(entry: ChainedEntry): string {
  return hashBytes(canonicalFacts(entry));
}

/** What is hashed of an entry, byte for byte. */
export function canonicalFacts(entry: ChainedEntry): string {
  const facts = Object.entries(factsOf(entry))
    .toSorted(byName)
    // As DynamoDB gives back what it takes; what is absent JSON leaves out.
    .map(([name, value]) => [name, typeof value === 'string' ? value.toWellFormed() : value]);
  return JSON.stringify(Object.fromEntries(facts));
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  // Stryker disable next-line EqualityOperator: no name is there twice
  return left < right ? -1 : 1;
}

/** Every fact of an entry under the name that it has in the table; of the raw event its hash. */
function factsOf(entry: ChainedEntry): Readonly<Record<string, string | number | undefined>> {
  return {
    key: entry.key,
    obligationId: entry.obligationId,
    sequence: entry.sequence,
    type: entry.type,
    amount: entry.amount,
    endingBalance: entry.endingBalance,
    currency: entry.currency,
    effectiveAt: entry.effectiveAt,
    toldAt: entry.toldAt,
    recordedAt: entry.recordedAt,
    paymentId: entry.paymentId,
    paymentRequest: entry.paymentRequest,
    description: entry.description,
    adjusts: entry.adjusts,
    applied: entry.applied,
    reverses: entry.reverses,
    reconciliationId: entry.reconciliationId,
    previous: entry.previous,
    ...factsOfCause(entry.cause),
  };
}

function factsOfCause(cause: Cause | undefined) {
  if (!cause) return {};
  if (cause.kind === 'command') {
    const { key, requestHash, actor, reason, note } = cause;
    return { commandKey: key, requestHash, actor, reason, note };
  }
  const { id, type, dataId, hash, evidence, decided } = cause;
  return { eventId: id, eventType: type, dataId, hash, ...evidence, ...factsOfDecided(decided) };
}

/** Of an event that counts by itself there are none. */
function factsOfDecided(decided: Decided | undefined) {
  if (!decided) return {};
  const { action, actor, reason, note } = decided;
  return { decided: action, actor, reason, note };
}

/** A line as it stands in its chain. */
export type ChainedLine = StatementLine & {
  readonly previous: string | undefined;
  /** Of its entry. */
  readonly entryHash: string;
};

export function toChainedLine({ cause, previous, ...line }: ChainedEntry): ChainedLine {
  return { ...line, previous, entryHash: hashEntry({ ...line, previous, cause }) };
}
