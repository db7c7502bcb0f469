import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Response = { readonly headers: Readonly<Record<string, string>> };

/** Counts the bytes of the bodies that a client sends and receives. */
export class WireBytes {
  #bytes = 0;

  /** Since this was asked last. */
  take(): number {
    const bytes = this.#bytes;
    this.#bytes = 0;
    return bytes;
  }

  watch({ middlewareStack }: DynamoDBClient): void {
    middlewareStack.add(
      (next) => async (args) => {
        const { body } = args.request as { readonly body: Uint8Array };
        const result = await next(args);
        const { headers } = result.response as Response;
        this.#bytes += body.length + Number(headers['content-length']);
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'wireBytes' },
    );
  }
}
