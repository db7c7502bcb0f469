import type { ClassicLevel } from 'classic-level';

/** Written at once: one by one each would wait for a thread of its own. */
const WRITTEN_TOGETHER = 1000;

/** What is kept on disk for one run under one name. */
export class KeptPart<V> {
  readonly #level: ReturnType<typeof sublevelOf<V>>;
  readonly #waiting = new Map<string, V>();

  constructor(db: ClassicLevel, name: string) {
    this.#level = sublevelOf<V>(db, name);
  }

  async find(key: string): Promise<V | undefined> {
    return this.#waiting.get(key) ?? this.#level.getSync(key);
  }

  async put(key: string, value: V): Promise<void> {
    this.#waiting.set(key, value);
    if (this.#waiting.size < WRITTEN_TOGETHER) return;
    const written = [...this.#waiting];
    await this.#level.batch(
      written.map(([each, kept]) => ({ type: 'put', key: each, value: kept })),
    );
    for (const [each, kept] of written) {
      if (this.#waiting.get(each) === kept) this.#waiting.delete(each);
    }
  }

  async clear(): Promise<void> {
    this.#waiting.clear();
    await this.#level.clear();
  }
}

function sublevelOf<V>(db: ClassicLevel, name: string) {
  return db.sublevel<string, V>(name, { valueEncoding: 'json' });
}
