import { ChangeCause, type CommandCause } from '#shared/models/cause.ts';
import type { ChainedEntry } from '#shared/models/chain.ts';
import { isValid } from '#shared/models/parsing.ts';
import { type Breach, breachOf } from './breach.ts';

/** It says who asked, for what and why; a charge raises a balance, and nothing is changed by nothing. */
export function auditChange(entry: ChainedEntry, cause: CommandCause): readonly Breach[] {
  const { type, amount } = entry;
  const isLess = type === 'charge' || type === 'refund' ? amount < 1 : amount === 0;
  return [
    ...(isValid(ChangeCause, cause)
      ? []
      : [breachOf(entry, 'cause_wrong', 'it does not say who asked for it, for what and why')]),
    ...(isLess ? [breachOf(entry, 'cause_wrong', `no ${type} is of ${amount}`)] : []),
  ];
}
