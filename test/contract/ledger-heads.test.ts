import { expect, test } from 'vitest';
import type { AnchorLeaf } from '#shared/models/anchor.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, incoming, open, opening } from '#test/support/factories.ts';
import { told } from '#test/support/sound-ledger.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';
import { onEachStore } from './on-each-store.ts';

onEachStore('heads of a ledger', (stores) => {
  async function readAll(): Promise<readonly AnchorLeaf[]> {
    const leaves: AnchorLeaf[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores().heads.readHeads(cursor);
      expect(page.unreadable).toEqual([]);
      leaves.push(...page.leaves);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return leaves.toSorted(([one], [other]) => (one < other ? -1 : 1));
  }

  test('are those of the obligations that have entries, each as it is now, and nothing else', async () => {
    const ids = ['bcus_A', 'bcus_B', 'bcus_C', 'bcus_D', 'bcus_E'];
    for (const id of ids) {
      await open(stores(), opening({ id, externalReference: `ref-${id}`, balance: 1000 }));
    }
    const untracked = opening({ id: 'bcus_F', externalReference: 'ref-F', balance: undefined });
    await open(stores(), untracked);
    const deps = {
      ...stores(),
      clock: new TestClock(),
      randomness: new TestRandomness(),
      tellings: 'both' as const,
    };
    const events = [told('bcus_B', 2, 100), told('bcus_B', 3, 200), amountApplied()];
    await settleEvents(
      events.map((event) => incoming(event)),
      NO_DEADLINE,
      deps,
    );

    const leaves = await readAll();
    expect(leaves.map(([id, sequence]) => [id, sequence])).toEqual(
      ids.map((id) => [id, id === 'bcus_B' ? 3 : 1]),
    );
    for (const [id, , hash] of leaves) {
      expect(await stores().reader.findObligation(id)).toMatchObject({ newestHash: hash });
    }
  });

  test('of an empty ledger are none', async () => {
    expect(await readAll()).toEqual([]);
  });
});
