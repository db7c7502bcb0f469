import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { ReaderConnection } from './reader-client.ts';

/** What a deployed stack prints, by name. */
export type StackOutputs = ReadonlyMap<string, string>;

/** Needs `cloudformation:DescribeStacks`. @throws Error if there is no such stack, or it is not ready */
export async function readStackOutputs(
  stackName: string,
  connection: ReaderConnection,
): Promise<StackOutputs> {
  const client = new CloudFormationClient({ ...connection });
  try {
    const { Stacks: [stack] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stackName }),
    );
    return new Map(
      stack?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    const where = `There is no stack ${stackName} in ${await client.config.region()}`;
    const wayOut = 'is it deployed, and are --stage, --region and --profile right?';
    throw new Error(`${where}: ${wayOut}`, { cause });
  } finally {
    client.destroy();
  }
}

/** CloudFormation has no error of its own for it. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof CloudFormationServiceException &&
    error.name === 'ValidationError' &&
    error.message.includes('does not exist')
  );
}
