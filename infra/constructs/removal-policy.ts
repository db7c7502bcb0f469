import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageConfig } from '#infra/config.ts';

/**
 * Of what is worth keeping and no ledger: logs, and queues with what is in them. What a first deployment that fails
 * made is empty, and goes.
 */
export function removalPolicyOf({ removable }: Pick<StageConfig, 'removable'>): RemovalPolicy {
  return removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}
