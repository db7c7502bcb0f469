import { ServiceError } from '#shared/errors.ts';
import type { LedgerStore, Opening } from '#shared/ports/ledger.ts';
import { UNKNOWN_MEMBERS } from './earlier-version.ts';
import type { Faults } from './faults.ts';

/** A ledger whose transactions conflict with others for no visible reason, and whose indexes lag. */
export function hostileLedger(ledger: LedgerStore, faults: Faults): LedgerStore {
  return {
    findObligation: (id) => ledger.findObligation(id),
    readLedger: (id, entryKeys) => ledger.readLedger(id, entryKeys),
    findObligationId: (reference) => ledger.findObligationId(reference),
    release: (hash) => ledger.release(hash),
    listStatement: (id, page) => ledger.listStatement(id, page),
    // What the DynamoDB adapter makes of a TransactionConflict, each time with nothing written.
    post: async (posting) => {
      if (faults.happens('conflict')) return 'moved';
      const result = await ledger.post(posting);
      if (result !== 'posted') faults.tally.add(`a posting finds: ${result}`);
      return result;
    },
    open: async (opening) => {
      if (faults.happens('conflict'))
        throw new ServiceError('ledger.busy', 'Somebody else opens it');
      const opened = await ledger.open(
        faults.happens('otherVersion') ? openedByOtherVersion(opening) : opening,
      );
      if (opened === 'exists') faults.tally.add('an opening finds: exists');
      return opened;
    },
    hold: async (event) => {
      if (event.state === 'unmatched' && faults.happens('conflict')) return 'obligation_exists';
      const held = await ledger.hold(event);
      if (held === 'obligation_exists') faults.tally.add('a holding finds: obligation_exists');
      return held;
    },
    listWaiting: async (id, limit) =>
      faults.happens('indexLag') ? [] : ledger.listWaiting(id, limit),
    listUnmatched: async (page) => {
      const found = await ledger.listUnmatched(page);
      return faults.happens('indexLag') ? { ...found, events: found.events.slice(0, -1) } : found;
    },
  };
}

function openedByOtherVersion({ obligation, entry, intent }: Opening): Opening {
  return {
    obligation: { ...obligation, ...UNKNOWN_MEMBERS },
    entry: entry && { ...entry, ...UNKNOWN_MEMBERS },
    intent: { ...intent, ...UNKNOWN_MEMBERS },
  };
}
