import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { isRefusal } from '#emulator/dynamodb/dynamodb-error.ts';
import type { EmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';

type Request = { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array };

/** A client's way to DynamoDB in the same process without a socket, where tens of thousands of calls are made. */
export function directConfig(answer: EmbeddedDynamoDb['answer']): DynamoDBClientConfig {
  const reply = async ({ headers, body }: Request) => {
    const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
    try {
      const input = JSON.parse(new TextDecoder().decode(body));
      return { statusCode: 200, body: await answer(operation, input) };
    } catch (error) {
      if (isRefusal(error)) return error;
      throw error;
    }
  };
  return {
    ...localClientConfig('http://127.0.0.1'),
    requestHandler: {
      handle: async (request: unknown) => {
        const { statusCode, body } = await reply(request as Request);
        const headers = { 'content-type': 'application/x-amz-json-1.0' };
        return { response: { statusCode, headers, body: Buffer.from(JSON.stringify(body)) } };
      },
    } as NonNullable<DynamoDBClientConfig['requestHandler']>,
  };
}
