import type { Run } from './measure/row.ts';

export type Part = { readonly title: string; readonly load: () => Promise<{ readonly run: Run }> };

/** Every benchmark, in the order in which all are run. Loaded only when it runs. */
export const PARTS: Readonly<Record<string, Part>> = {
  verify: {
    title: 'Verifying a delivery, beside the libraries that do it',
    load: () => import('./parts/verify.ts'),
  },
  functions: {
    title: 'The webhook and reconcile functions, beside the same job built of the documented parts',
    load: () => import('./parts/functions.ts'),
  },
  weight: {
    title: 'Bundle, load and first invocation, in a new process each time',
    load: () => import('./parts/weight.ts'),
  },
  units: {
    title: 'What DynamoDB charges for an event',
    load: () => import('./parts/units.ts'),
  },
  cost: {
    title: 'Dollars for a million events, by AWS list prices',
    load: () => import('./parts/cost.ts'),
  },
  stranger: {
    title: 'What somebody without a key costs who keeps the webhook busy, by AWS list prices',
    load: () => import('./parts/stranger.ts'),
  },
  crashes: {
    title: 'Payments doubled or lost by functions that die',
    load: () => import('./parts/crashes.ts'),
  },
  'end-to-end': {
    title: 'Webhooks through the whole stack on this machine, accepted and reconciled',
    load: () => import('./parts/end-to-end.ts'),
  },
  scale: {
    title: 'What a payment and a statement cost while all else grows, and one busy obligation',
    load: () => import('./parts/scale.ts'),
  },
  statements: {
    title: 'What a period of a long ledger costs, and the balance of a moment',
    load: () => import('./parts/statements.ts'),
  },
  import: {
    title: 'Importing a file: memory of a million rows, and ten thousand of which it is killed',
    load: () => import('./parts/import.ts'),
  },
};
