import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ReaderConnection } from './reader-client.ts';

/** The ARN of the principal whose credentials these are, as AWS knows it. Needs no right. */
export async function readCallerArn(connection: ReaderConnection): Promise<string> {
  const client = new STSClient({ ...connection });
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand());
    if (Arn === undefined) throw new Error('AWS does not say whose credentials these are');
    return Arn;
  } finally {
    client.destroy();
  }
}
