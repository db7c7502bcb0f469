import * as z from 'zod/mini';
import { parse } from '#shared/models/parsing.ts';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import { Presented } from '#shared/models/presented.ts';
import { type Item, requestKey } from './keys.ts';

export function toRequestItem(obligationId: string, request: PaymentRequest): Item {
  return { ...requestKey(obligationId, request.id), ...request };
}

/** Undefined where its payment came first, and it is not kept yet. */
export function fromRequestItem(item: Item): Presented | undefined {
  return isKept(item) ? parse(Presented, item) : parse(SettledAlone, item) && undefined;
}

const SettledAlone = z.object({ settledBy: z.string() });

function isKept(item: Item): boolean {
  return 'id' in item;
}
