import { expect, test } from 'vitest';
import { verifyLedger } from '#commands/verify/verify-ledger.ts';
import type { LedgerPage } from '#shared/ports/ledger-reader.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { erasePerson } from '#shared/use-cases/people/erase-person.ts';
import { incoming, open, opening } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryLedgerReader } from '#test/support/memory-ledger-reader.ts';
import { told } from '#test/support/sound-ledger.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const IDS = ['bcus_A', 'bcus_B'];

async function shop() {
  const deps = createMemoryDeps();
  for (const id of IDS) {
    await open(deps, opening({ id, externalReference: `ref-${id}`, balance: 1_000_000 }));
    const events = [2, 3, 4].map((number) => incoming(told(id, number, number)));
    await settleEvents(events, NO_DEADLINE, deps);
  }
  const verify = (reader = deps.reader) =>
    verifyLedger({ reader, clock: deps.clock, indexLagMs: 0 });
  const erase = (id: string) =>
    erasePerson({ kind: 'customer', id, actor: 'a', reason: 'r', isRehearsal: false }, deps);
  return { deps, verify, erase };
}

test('a ledger of which one person is erased keeps every promise', async () => {
  const { verify, erase } = await shop();
  await erase('bcus_A');
  const verdict = await verify();
  expect(verdict).toMatchObject({ breachCount: 0, rechecked: 0 });
  expect(verdict?.totals).toMatchObject({ events: 3, redacted: 3, erasures: 1 });
});

test('an erasure between any two pages is no breach', async () => {
  let rechecked = 0;
  for (let page = 0; page < 5; page += 1) {
    const { deps, verify, erase } = await shop();
    let pages = 0;
    class WhileErased extends MemoryLedgerReader {
      override async readPage(cursor?: string): Promise<LedgerPage> {
        const read = await super.readPage(cursor);
        if (pages === page) await erase('bcus_A');
        pages += 1;
        return read;
      }
    }
    const verdict = await verify(new WhileErased(deps.table));
    expect(verdict).toMatchObject({ breaches: [] });
    expect(pages).toBe(5);
    rechecked += verdict?.rechecked ?? 0;
  }
  expect(rechecked).toBeGreaterThan(0);
});

test.each([
  ['is gone', (deps: Deps) => deps.table.erasures.clear()],
  [
    'is of another time',
    ({ table }: Deps) => {
      const [erasure] = table.erasures.values();
      table.erasures.clear();
      if (erasure) table.erasures.set('bcus_A 2020', { ...erasure, at: '2020-01-01T00:00:00Z' });
    },
  ],
])('a redaction whose record %s is told, once for the person', async (_what, change) => {
  const { deps, verify, erase } = await shop();
  await erase('bcus_A');
  change(deps);
  const verdict = await verify();
  expect(verdict?.breaches).toMatchObject([
    { kind: 'redaction_unrecorded', obligationId: 'bcus_A' },
  ]);
});

type Deps = ReturnType<typeof createMemoryDeps>;
