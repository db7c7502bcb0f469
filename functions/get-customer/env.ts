import { TableEnv } from '#shared/lambda/env-parts.ts';
import { optionalText, type ValuesOf } from '#shared/models/variables.ts';

export const GetCustomerEnv = {
  ...TableEnv,
  /** Link to the merchant's bill presentment page, with `{id}` or `{external_reference}` in it. */
  EBP_LINK_TEMPLATE: optionalText,
};
export type GetCustomerEnv = ValuesOf<typeof GetCustomerEnv>;
