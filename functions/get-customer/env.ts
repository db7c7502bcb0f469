import * as z from 'zod';

export const GetCustomerEnv = z.object({
  TABLE_NAME: z.string().min(1),
  /** Link to the merchant's bill presentment page, with `{id}` or `{external_reference}` in it. */
  EBP_LINK_TEMPLATE: z.string().min(1).optional(),
});
export type GetCustomerEnv = z.infer<typeof GetCustomerEnv>;
