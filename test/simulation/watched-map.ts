/** A map that tells of each write before it happens. */
export class WatchedMap<V> extends Map<string, V> {
  readonly #onWrite: (key: string, value: V | undefined) => void;

  constructor(onWrite: (key: string, value: V | undefined) => void) {
    super();
    this.#onWrite = onWrite;
  }

  override set(key: string, value: V): this {
    this.#onWrite(key, value);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    if (this.has(key)) this.#onWrite(key, undefined);
    return super.delete(key);
  }
}
