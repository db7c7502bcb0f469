/** So many are read at once: a statement may have 5 MB. */
const AT_ONCE = 8;

/** What is read of each, in the order of the items, some of them being read at once. */
export async function* inTurn<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): AsyncGenerator<readonly [T, R]> {
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const some = items.slice(at, at + AT_ONCE);
    const results = await Promise.all(some.map(read));
    for (const [index, result] of results.entries()) yield [some[index] as T, result];
  }
}
