/**
 * Whether Moment lowers the balance of a customer or an account by itself when it is paid, which its docs do not say;
 * of a bill they do. `unknown` until somebody has seen it.
 */
export const LOWERS = ['unknown', 'yes', 'no'] as const;
export type Lowers = (typeof LOWERS)[number];
