import { decideChange, type KnownForChange } from '#shared/ledger/decide-change.ts';
import type { ChangeCause } from '#shared/models/cause.ts';
import type { Change } from '#shared/models/change.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { obligation } from './factories.ts';
import { RECORDED_AT } from './postings.ts';

export const ACTOR = 'arn:aws:iam::123456789012:user/jane';
/** What the authoriser tells of them. */
export const AUTHORIZER = { iam: { userArn: ACTOR } };

export function changeCause(overrides: Partial<ChangeCause> = {}): ChangeCause {
  return {
    kind: 'command',
    key: 'key-1',
    requestHash: 'hash',
    actor: ACTOR,
    reason: 'new_charge',
    ...overrides,
  };
}

/** As the ledger decides it; nothing was done under the key before, unless told. */
export function decided(
  change: Change,
  {
    owed = obligation(),
    cause = changeCause(),
    now = RECORDED_AT,
    ...known
  }: {
    readonly owed?: Obligation;
    readonly cause?: ChangeCause;
    readonly now?: string;
  } & Partial<KnownForChange> = {},
) {
  return decideChange(
    change,
    cause,
    { obligation: owed, done: [], isIntent: false, ...known },
    now,
  );
}

/** What is posted. @throws Error if nothing is */
export function posted(...args: Parameters<typeof decided>) {
  const decision = decided(...args);
  if (decision.kind !== 'post') throw new Error(`nothing is posted: ${JSON.stringify(decision)}`);
  return decision;
}
