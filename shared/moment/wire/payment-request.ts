import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import type { PaymentRequest } from '#shared/models/payment-request.ts';

/** docs.momentco.io /api-reference/collect/payment_requests: older copies name the link's URL otherwise. */
export const PaymentRequestAnswer = z.pipe(
  z.looseObject({
    id: z.string().check(z.minLength(1)),
    status: z.string(),
    amount: MinorUnits,
    currency: CurrencyCode,
    expires_at: z.nullish(z.string()),
    link: z.nullish(z.looseObject({ url: z.nullish(z.string()), link_url: z.nullish(z.string()) })),
    link_url: z.nullish(z.string()),
  }),
  z.transform(
    ({ id, status, amount, currency, expires_at, link, link_url }): PaymentRequest => ({
      id,
      status,
      amount,
      currency,
      expiresAt: expires_at ?? undefined,
      url: link?.url ?? link?.link_url ?? link_url ?? undefined,
    }),
  ),
);
