import type { IntentStore, LedgerStore } from '#shared/ports.ts';
import { MemoryIntentStore } from './memory-intent-store.ts';
import { MemoryLedgerStore, MemoryTable } from './memory-ledger-store.ts';

export type Stores = { readonly ledger: LedgerStore; readonly intents: IntentStore };

export type World = {
  readonly name: string;
  start(): Promise<{ fresh(): Promise<Stores>; close(): Promise<void> }>;
};

const memory: World = {
  name: 'memory',
  start: async () => ({
    fresh: async () => {
      const table = new MemoryTable();
      return { ledger: new MemoryLedgerStore(table), intents: new MemoryIntentStore(table) };
    },
    close: async () => undefined,
  }),
};

/** Every implementation of the stores, each from an empty table. */
export const worlds: readonly World[] = [memory];
