import * as z from 'zod/mini';
import { lenient } from '#shared/models/parsing.ts';

/** docs.momentco.io /api-reference/collect/payments/retrieve: what the reports call it, and nothing else of it. */
export const PaymentAnswer = z.looseObject({
  id: z.string().check(z.minLength(1)),
  reconciliation_reference: lenient(z.string().check(z.minLength(1))),
});
