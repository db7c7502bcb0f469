import { ServiceError } from '#shared/errors.ts';

/** The refusal that a second obligation under one reference meets; it names the first. */
export function referenceTaken(reference: string, id: string): ServiceError {
  return new ServiceError(
    'customer.exists',
    `${reference} is ${id}; read it with GET /customers/${reference}`,
    { members: { customer: { id, external_reference: reference } } },
  );
}

/** Whoever obeyed another answer would make a second customer of the one that is coming to be. */
export function referenceReserved(reference: string, intentKey: string): ServiceError {
  return new ServiceError(
    'customer.creation_pending',
    `An earlier request to create ${reference} is being finished; read it with GET /customers/${reference} in a minute, or send that request again as it was, under its own Idempotency-Key`,
    { members: { idempotency_key: intentKey } },
  );
}
