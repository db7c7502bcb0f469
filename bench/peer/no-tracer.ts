/** In the place of Powertools' Tracer and its middleware, for a peer that is bundled without traces. */
export class Tracer {
  captureAWSv3Client<T>(client: T): T {
    return client;
  }
}

export function captureLambdaHandler() {
  return { before: () => undefined };
}
