import type { DeploymentOptions } from './deployment.ts';
import { UsageError, wholeNumber } from './usage.ts';

/** The options that name a deployment, and what `--help` says of them. */
export const DEPLOYMENT_OPTIONS = {
  stage: { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  port: { type: 'string' },
} as const;
export const DEPLOYMENT_USAGE = `  (nothing)        the \`npm start\` which runs on this machine
  --port N         of several, the one whose HTTP API listens there
  --stage NAME     a stage on AWS; --region R and --profile P, or AWS_REGION and AWS_PROFILE`;

type Values = Readonly<Partial<Record<keyof typeof DEPLOYMENT_OPTIONS, string>>>;

/** @throws UsageError */
export function readDeploymentOptions(values: Values): DeploymentOptions {
  const { stage, region, profile, port } = values;
  if (stage !== undefined && port !== undefined) {
    throw new UsageError('--stage and --port name different stacks; choose one');
  }
  if (stage === undefined && (region ?? profile) !== undefined) {
    throw new UsageError('--region and --profile are of a stage on AWS; name it with --stage');
  }
  return stage === undefined
    ? { kind: 'running', port: wholeNumber('--port', port) }
    : { kind: 'stage', stage, region, profile };
}
