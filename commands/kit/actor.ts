import { hostname, userInfo } from 'node:os';
import { readCallerArn } from '#shared/aws/caller-identity.ts';
import type { SourceOptions } from './source-options.ts';

/**
 * Who runs a command: on AWS the ARN of the principal, as AWS knows it, and elsewhere `user@host`. There is no option
 * for it: what somebody says of themselves proves nothing.
 */
export async function findActor(source: SourceOptions): Promise<string> {
  if (source.kind !== 'table') return visible(`${userInfo().username}@${hostname()}`);
  const { region, profile } = source;
  return visible(
    await readCallerArn({
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
    }),
  );
}

/** It goes to terminals and into records. */
function visible(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '?');
}
