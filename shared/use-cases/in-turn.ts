/** Does the work for each, some at once, and answers in their order. */
export async function inTurn<T, R>(
  all: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = [];
  // Stryker disable next-line EqualityOperator: once more for none of them does nothing
  for (let first = 0; first < all.length; first += atOnce) {
    done.push(...(await Promise.all(all.slice(first, first + atOnce).map(work))));
  }
  return done;
}
