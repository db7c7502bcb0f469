import type { Item, ItemStore, Operation, Store, SubDb, Table } from 'dynalite/db/index.js';

/**
 * Stands before the store while an action writes one item: reads go through, writes are kept. Whoever
 * runs the action holds the item's lock and decides whether the writes take effect.
 */
export class WriteBuffer implements ItemStore {
  readonly options: ItemStore['options'];
  readonly operations: Operation[] = [];
  /** The item as it was found, and as the action leaves it. */
  before: Item | undefined;
  after: Item | undefined;
  readonly #store: Store;
  readonly #table: Table;

  constructor(store: Store, table: Table) {
    this.options = store.options;
    this.#store = store;
    this.#table = table;
  }

  getTable(_name: string, callback: Parameters<ItemStore['getTable']>[1]): void {
    callback(null, this.#table);
  }

  getItemDb(tableName: string): SubDb {
    const rows = this.#rows(itemPrefix(tableName));
    return {
      ...rows,
      get: (key, callback) => {
        this.before = this.#store.db.getSync(itemPrefix(tableName) + key) as Item | undefined;
        this.after = this.before;
        callback(null, this.before);
      },
      put: (key, item, callback) => {
        this.after = item;
        rows.put(key, item, callback);
      },
      del: (key, callback) => {
        this.after = undefined;
        rows.del(key, callback);
      },
    };
  }

  getIndexDb(indexType: string, tableName: string, indexName: string): SubDb {
    return this.#rows(`index-${indexType.toLowerCase()}~${tableName}~${indexName}~`);
  }

  #rows(prefix: string): SubDb {
    return {
      lock: (_key, run) => run((callback) => callback),
      get: () => {
        throw new Error(`An action of one item reads only that item, not ${prefix}`);
      },
      put: (key, value, callback) => {
        this.operations.push({ type: 'put', key: prefix + key, value });
        callback(null);
      },
      del: (key, callback) => {
        this.operations.push({ type: 'del', key: prefix + key });
        callback(null);
      },
    };
  }
}

/** dynalite's place for the items of a table. */
export function itemPrefix(tableName: string): string {
  return `item-${tableName}~`;
}
