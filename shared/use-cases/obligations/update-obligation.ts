import { invalidMember } from '#shared/errors.ts';
import { METADATA_KEYS_MAX } from '#shared/models/customer.ts';
import type { Profile, WholeObligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Obligations, Profiles } from '#shared/ports/ledger.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import { momentRefused } from '#shared/use-cases/moment-refused.ts';
import { findWithProfile } from './find-obligation.ts';

export type UpdateCommand = {
  readonly kind: ObligationKind;
  /** Moment's id or the merchant's `external_reference`. */
  readonly id: string;
  readonly changes: Profile;
  readonly deadline: number;
};

export type UpdateDeps = {
  readonly ledger: Obligations & Profiles;
  readonly moment: MomentApi;
};

/**
 * Changes who it is: at Moment first, which may refuse, and then here. Each value replaces what is there, so that whoever
 * got no answer sends it again. Metadata is added to, as Moment does.
 *
 * @throws ServiceError `*.not_found`, `request.invalid`, `moment.*`
 */
export async function updateObligation(
  { kind, id, changes, deadline }: UpdateCommand,
  { ledger, moment }: UpdateDeps,
): Promise<WholeObligation> {
  const { obligation, profile } = await findWithProfile(kind, id, ledger);
  refuseTooManyKeys({ ...profile.metadata, ...changes.metadata });
  const answer = await moment.updateAtMoment(kind, obligation.id, changes, deadline);
  if (answer.kind !== 'done') throw momentRefused(answer);
  const metadata = answer.value.metadata ?? { ...profile.metadata, ...changes.metadata };
  const changed = changes.metadata ? { ...changes, metadata } : changes;
  await ledger.changeProfile(obligation.id, changed);
  return { obligation, profile: { ...profile, ...changed } };
}

/** Each change alone may be short enough. */
function refuseTooManyKeys(metadata: object): void {
  const keys = Object.keys(metadata).length;
  if (keys <= METADATA_KEYS_MAX) return;
  const detail = `would have ${keys} keys with those that are there, and may hold ${METADATA_KEYS_MAX} at most`;
  throw invalidMember('metadata', detail);
}
