import { Intent } from '#shared/models/intent.ts';
import { parse } from '#shared/models/parsing.ts';
import { PaymentRequest } from '#shared/models/payment-request.ts';
import { ATTENTION } from './held-items.ts';
import { INTENT, type Item, intentKey, requestKey } from './keys.ts';

/** An unfinished one needs attention: perhaps nobody asks for it again. */
export function toIntentItem({ key, ...intent }: Intent, dueAt: string): Item {
  return {
    ...intentKey(key),
    ...intent,
    attention: ATTENTION.intent,
    attentionAt: dueAt,
  };
}

export function fromIntentItem(item: Item): Intent {
  return parse(Intent, { ...item, key: intentKeyOf(item) });
}

export function intentKeyOf({ pk }: Item): string {
  return String(pk).slice(INTENT.length);
}

export function toRequestItem(obligationId: string, request: PaymentRequest): Item {
  return { ...requestKey(obligationId, request.id), ...request };
}

export function fromRequestItem(item: Item): PaymentRequest {
  return parse(PaymentRequest, item);
}
