/** What an invoker of a function that failed is answered. */
export type ErrorDocument = {
  readonly errorType?: string | undefined;
  readonly errorMessage?: string | undefined;
  readonly trace?: readonly string[];
};

/** As AWS's runtime client describes whatever was thrown. */
export function toErrorDocument(thrown: unknown): ErrorDocument {
  try {
    if (!(thrown instanceof Error)) {
      return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
    }
    return {
      errorType: withoutDelete(thrown.name),
      errorMessage: withoutDelete(thrown.message),
      trace: withoutDelete(thrown.stack)?.split('\n') ?? [],
    };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

function withoutDelete(text: string | undefined): string | undefined {
  return text?.replaceAll('\x7f', '%7F');
}
