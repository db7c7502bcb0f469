export type Owner = 'write' | 'transaction';

type Lock = { readonly owner: Owner; readonly released: Promise<void> };

/** Lets one writer at a time have an item. */
export class ItemLocks {
  readonly #last = new Map<string, Lock>();

  /**
   * Runs `work` once all earlier holders of any of these keys have finished. All places are taken in
   * one step, so that two holders can never wait for each other.
   */
  async hold<T>(keys: readonly string[], owner: Owner, work: () => Promise<T>): Promise<T> {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const lock = { owner, released };
    const earlier = keys.map((key) => this.#last.get(key)?.released);
    for (const key of keys) this.#last.set(key, lock);
    await Promise.all(earlier);
    try {
      return await work();
    } finally {
      for (const key of keys) {
        if (this.#last.get(key) === lock) this.#last.delete(key);
      }
      release();
    }
  }

  /** Whoever took the last place for this key. */
  owner(key: string): Owner | undefined {
    return this.#last.get(key)?.owner;
  }
}
