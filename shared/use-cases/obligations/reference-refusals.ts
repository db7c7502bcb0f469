import { type ErrorCode, ServiceError } from '#shared/errors.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';

/** The refusal that a second obligation under one reference meets; it names the first. */
export function referenceTaken(kind: ObligationKind, reference: string, id: string): ServiceError {
  return new ServiceError(
    `${kind}.exists` satisfies ErrorCode,
    `${reference} is ${id}; read it with GET /${kind}s/${reference}`,
    { members: { [kind]: { id, external_reference: reference } } },
  );
}

/** Whoever obeyed another answer would make a second one of the one that is coming to be. */
export function referenceReserved(
  kind: ObligationKind,
  reference: string,
  intentKey: string,
): ServiceError {
  return new ServiceError(
    `${kind}.creation_pending` satisfies ErrorCode,
    `An earlier request to create ${reference} is being finished; read it with GET /${kind}s/${reference} in a minute, or send that request again as it was, under its own Idempotency-Key`,
    { members: { idempotency_key: intentKey } },
  );
}

/** Somebody else's at Moment, by other means than ours. */
export function existsAtMoment(kind: ObligationKind, reference: string, id: string): ServiceError {
  return new ServiceError(
    `${kind}.exists_at_moment` satisfies ErrorCode,
    `Moment has ${reference} as ${id}, and it was not created here: adopt it with POST /${kind}s and its id in the body; another external_reference would make a second ${kind}`,
    { members: { [kind]: { id, external_reference: reference } } },
  );
}
