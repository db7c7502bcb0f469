/**
 * Works on what comes, some of it at once, and answers in its order.
 *
 * @param stop takes nothing more from there on; what is begun is finished
 */
export async function* inOrder<T, R>(
  source: AsyncIterable<T>,
  atOnce: number,
  work: (one: T) => Promise<R>,
  stop?: AbortSignal,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  try {
    for await (const one of source) {
      if (stop?.aborted) break;
      const working = work(one);
      // Whoever awaits it hears of a failure, and until then nobody does.
      working.catch(() => {});
      begun.push(working);
      const [first] = begun;
      if (first && begun.length >= atOnce) {
        yield await first;
        begun.shift();
      }
    }
    for (const each of begun.splice(0)) yield await each;
  } finally {
    await Promise.allSettled(begun);
  }
}
