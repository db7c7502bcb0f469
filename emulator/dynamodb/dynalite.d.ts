// The parts of dynalite 4.0.0 that this folder builds on. They are not its public interface,
// so package.json pins the exact version, and the contract tests tell when a new one differs.

declare module 'dynalite/db/index.js' {
  export type AttributeValue = {
    readonly S?: string;
    readonly N?: string;
    readonly B?: string;
    readonly BOOL?: boolean;
    readonly NULL?: boolean;
    readonly SS?: readonly string[];
    readonly NS?: readonly string[];
    readonly BS?: readonly string[];
    readonly L?: readonly AttributeValue[];
    readonly M?: Item;
  };
  export type Item = { readonly [name: string]: AttributeValue | undefined };

  export type Input = { readonly [parameter: string]: unknown };
  export type Output = { readonly [member: string]: unknown };
  export type Callback<T> = (error: Error | null | undefined, value?: T) => void;

  export type Index = {
    readonly IndexName: string;
    readonly KeySchema: readonly { readonly AttributeName: string }[];
    readonly Projection: {
      readonly ProjectionType: 'ALL' | 'INCLUDE' | 'KEYS_ONLY';
      readonly NonKeyAttributes?: readonly string[];
    };
  };
  export type Table = {
    readonly TableName: string;
    readonly TableStatus: 'ACTIVE' | 'CREATING' | 'UPDATING' | 'DELETING';
    readonly KeySchema: readonly { readonly AttributeName: string }[];
    readonly GlobalSecondaryIndexes?: readonly Index[];
  };

  export type Operation =
    | { readonly type: 'put'; readonly key: string; readonly value: unknown }
    | { readonly type: 'del'; readonly key: string };
  export type RootDb = {
    open(): Promise<void>;
    close(): Promise<void>;
    getSync(key: string): unknown;
    /** All or nothing, also across a crash. */
    batch(operations: readonly Operation[]): Promise<void>;
    clear(range: { gte: string; lt: string }): Promise<void>;
    iterator(range: { gte: string; lt: string }): AsyncIterable<[key: string, value: unknown]>;
  };

  export type SubDb = {
    lock(key: string, run: (release: <C>(callback: C) => C) => void): void;
    get(key: string, callback: Callback<Item>): void;
    put(key: string, value: Item, callback: Callback<void>): void;
    del(key: string, callback: Callback<void>): void;
  };
  /** What the actions of one item need of a store. */
  export type ItemStore = {
    readonly options: { readonly maxItemSize: number };
    getTable(name: string, callback: Callback<Table>): void;
    getItemDb(tableName: string): SubDb;
    getIndexDb(indexType: string, tableName: string, indexName: string): SubDb;
  };
  export type Store = ItemStore & { readonly db: RootDb };
  export type Action = (store: ItemStore, input: Input, callback: Callback<Output>) => void;

  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
  export function validateItem(item: Item, table: Table): Error | null | undefined;
  export function validateKey(key: Item, table: Table): Error | null | undefined;
  export function createKey(item: Item, table: Table): string;
  export function createIndexKey(item: Item, table: Table, schema: Index['KeySchema']): string;
  export function checkConditional(input: Input, item: Item | undefined): Error | null | undefined;
}

declare module 'dynalite/validations/index.js' {
  import type { Input, ItemStore } from 'dynalite/db/index.js';

  export type Types = { readonly [parameter: string]: unknown };
  export type Custom = (input: Input, store: ItemStore) => string | undefined;
  /** Deletes from `input` what it does not know, and returns a checked copy. */
  export function checkTypes(input: Input, types: Types): Input;
  /** Adds to `input` the parsed expressions. */
  export function checkValidations(
    input: Input,
    types: Types,
    custom: Custom | undefined,
    store: ItemStore,
  ): void;
}

declare module 'dynalite/validations/*' {
  import type { Custom, Types } from 'dynalite/validations/index.js';

  export const types: Types;
  export const custom: Custom | undefined;
}

declare module 'dynalite/actions/*' {
  import type { Action } from 'dynalite/db/index.js';

  const action: Action;
  export default action;
}
