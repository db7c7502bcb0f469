import * as z from 'zod/mini';

export const GetCustomerEnv = z.object({
  TABLE_NAME: z.string().check(z.minLength(1)),
  /** Link to the merchant's bill presentment page, with `{id}` or `{external_reference}` in it. */
  EBP_LINK_TEMPLATE: z.optional(z.string().check(z.minLength(1))),
});
export type GetCustomerEnv = z.infer<typeof GetCustomerEnv>;
