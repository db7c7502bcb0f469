import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** Whether it was written: a failed condition says that it is there, or that somebody else was first. */
export async function unlessConditionFails(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
