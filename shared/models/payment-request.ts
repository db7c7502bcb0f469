import * as z from 'zod/mini';
import { Currency, MinorUnits } from './money.ts';

/** What we send to Moment's create of a Payment Request. */
export type PaymentRequestFacts = {
  readonly amount: number;
  readonly currency: string;
  readonly type: 'link';
  readonly external_reference: string;
  readonly description?: string | undefined;
  readonly expires_at?: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
};

/** docs.momentco.io /api-reference/collect/payment_requests: older copies name the link's URL otherwise. */
export const MomentPaymentRequest = z.pipe(
  z.looseObject({
    id: z.string().check(z.minLength(1)),
    status: z.string(),
    amount: MinorUnits,
    currency: Currency,
    expires_at: z.nullish(z.string()),
    link: z.nullish(
      z.looseObject({ url: z.optional(z.string()), link_url: z.optional(z.string()) }),
    ),
    link_url: z.nullish(z.string()),
  }),
  z.transform(({ id, status, amount, currency, expires_at, link, link_url }) => ({
    id,
    status,
    amount,
    currency,
    expires_at: expires_at ?? null,
    url: link?.url ?? link?.link_url ?? link_url ?? null,
  })),
);
export type MomentPaymentRequest = z.infer<typeof MomentPaymentRequest>;
