import { MemoryChanges } from './memory-changes.ts';
import { MemoryExceptions } from './memory-exceptions.ts';
import { MemoryIntentStore } from './memory-intent-store.ts';
import { MemoryLedgerReader } from './memory-ledger-reader.ts';
import { MemoryLedgerRows } from './memory-ledger-rows.ts';
import { MemoryLedgerStore } from './memory-ledger-store.ts';
import { MemoryListedObligations } from './memory-listed-obligations.ts';
import { MemoryMomentApi } from './memory-moment-api.ts';
import { MemoryOwnedObligations } from './memory-owned-obligations.ts';
import { MemoryPeople } from './memory-people.ts';
import { MemoryPresentedRequests } from './memory-presented-requests.ts';
import {
  MemoryKindHeads,
  MemoryRecordedEntries,
  MemoryWaitingAmounts,
} from './memory-report-sources.ts';
import { MemoryAgeingSnapshots, MemoryDaySummaries } from './memory-reports.ts';
import { MemoryResolutions } from './memory-resolutions.ts';
import { MemoryStatements } from './memory-statements.ts';
import { MemoryTable } from './memory-table.ts';
import { MemoryUntoldObligations } from './memory-untold-obligations.ts';
import { MemoryWaitingEvents } from './memory-waiting-events.ts';
import { keysOf, MemoryDeadLetters } from './signing.ts';
import { Recorder, TestClock, TestRandomness } from './world.ts';

/** All that a function may need, in memory, around one table. */
export function createMemoryDeps(table = new MemoryTable()) {
  const recorder = new Recorder();
  return {
    table,
    recorder,
    ledger: new MemoryLedgerStore(table),
    changes: new MemoryChanges(table),
    listed: new MemoryListedObligations(table),
    owned: new MemoryOwnedObligations(table),
    resolutions: new MemoryResolutions(table),
    waiting: new MemoryWaitingEvents(table),
    statements: new MemoryStatements(table),
    rows: new MemoryLedgerRows(table),
    kindHeads: new MemoryKindHeads(table),
    recorded: new MemoryRecordedEntries(table),
    amounts: new MemoryWaitingAmounts(table),
    snapshots: new MemoryAgeingSnapshots(),
    summaries: new MemoryDaySummaries(),
    presented: new MemoryPresentedRequests(table),
    intents: new MemoryIntentStore(table),
    people: new MemoryPeople(table),
    reader: new MemoryLedgerReader(table),
    untold: new MemoryUntoldObligations(table),
    exceptions: new MemoryExceptions(table),
    moment: new MemoryMomentApi(),
    keys: keysOf(),
    deadLetters: new MemoryDeadLetters(),
    clock: new TestClock(),
    randomness: new TestRandomness(),
    logger: recorder,
    metrics: recorder,
    tellings: 'both' as const,
  };
}
