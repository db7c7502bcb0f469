import type { Action, Input, Item, ItemStore, Output, Store } from 'dynalite/db/index.js';
import {
  type Custom,
  checkTypes,
  checkValidations,
  type Types,
} from 'dynalite/validations/index.js';
import type { ItemLocks } from './item-locks.ts';
import type { RequestTokens } from './request-tokens.ts';

/** What a writer does that meets an item which a transaction holds: wait, or fail as AWS does. */
export type Conflicts = 'wait' | 'fail';

/** What a write made of an item; undefined is that there is none. */
export type WrittenItem = {
  readonly tableName: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
};
export type OnWritten = (written: readonly WrittenItem[]) => void;

export type Engine = {
  readonly store: Store;
  readonly locks: ItemLocks;
  readonly tokens: RequestTokens;
  readonly conflicts: Conflicts;
  /** Told once it is kept, and before the next writer has any of the items. */
  readonly onWritten: OnWritten;
};

export type Validation = { readonly types: Types; readonly custom: Custom | undefined };

/** The input, checked and with its expressions parsed; what the validation does not know is gone. */
export function validate(validation: Validation, input: Input, store: ItemStore): Input {
  const checked = checkTypes(input, validation.types);
  checkValidations(checked, validation.types, validation.custom, store);
  return checked;
}

export function run(action: Action, store: ItemStore, input: Input): Promise<Output> {
  return new Promise((resolve, reject) => {
    action(store, input, (error, output = {}) => (error ? reject(error) : resolve(output)));
  });
}
