import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { type Stores, worlds } from '#test/support/stores.ts';

/** Runs a contract on every implementation of the stores; each test has an empty table. */
export function onEachStore(subject: string, contract: (stores: () => Stores) => void): void {
  describe.each(worlds)(`${subject}: $name`, (world) => {
    let close: () => Promise<void> = async () => undefined;
    let fresh: () => Promise<Stores>;
    let stores: Stores;

    beforeAll(async () => {
      ({ fresh, close } = await world.start());
    }, 120_000);
    afterAll(() => close());
    beforeEach(async () => {
      stores = await fresh();
    });

    contract(() => stores);
  });
}
