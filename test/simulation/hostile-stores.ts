import { ServiceError } from '#shared/errors.ts';
import type { LoweringSeen } from '#shared/models/at-moment.ts';
import type { Changes } from '#shared/ports/changes.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type {
  HeldEvents,
  Obligations,
  Opening,
  Openings,
  Postings,
  Profiles,
  WaitingEvents,
} from '#shared/ports/ledger.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { UntoldObligations } from '#shared/ports/push.ts';
import type { LinesPage, PageAsked, Statements } from '#shared/ports/statements.ts';
import { UNKNOWN_MEMBERS } from './earlier-version.ts';
import type { Faults } from './faults.ts';

type Ledger = Obligations & Postings & HeldEvents & Openings & Profiles;

const DISCARD_MS_MAX = 120_000;
const WRONG_BY = 1_000;

/** A ledger whose writes conflict with others for no visible reason. */
export function hostileLedger(ledger: Ledger, faults: Faults): Ledger {
  return {
    ...passedOn(ledger, ['findObligation', 'findWithProfile', 'findReference']),
    // Somebody had made the balance wrong, and puts it right before anything is posted.
    readLedger: async (...args) => {
      const state = await ledger.readLedger(...args);
      const { obligation } = state;
      if (obligation?.balance === undefined || !faults.happens('mendedByHand')) return state;
      return { ...state, obligation: { ...obligation, balance: obligation.balance + WRONG_BY } };
    },
    // What the DynamoDB adapter makes of a TransactionConflict, each time with nothing written.
    post: async (...args) => {
      if (faults.happens('conflict')) return 'conflict';
      const result = await ledger.post(...args);
      if (result !== 'posted') faults.tally.add(`a posting finds: ${result}`);
      return result;
    },
    open: async (opening) => {
      meetConflict(faults);
      const opened = await ledger.open(
        faults.happens('otherVersion') ? openedByOtherVersion(opening) : opening,
      );
      if (opened === 'exists') faults.tally.add('an opening finds: exists');
      return opened;
    },
    hold: async (event) => {
      if (event.state === 'unmatched' && faults.happens('conflict')) return 'obligation_exists';
      if (event.state !== 'unmatched') meetConflict(faults);
      const held = await ledger.hold(event);
      if (held === 'obligation_exists') faults.tally.add('a holding finds: obligation_exists');
      return held;
    },
    changeProfile: (...args) => afterConflict(faults, () => ledger.changeProfile(...args)),
    release: (key) => afterConflict(faults, () => ledger.release(key)),
    keepTelling: (telling) => afterConflict(faults, () => ledger.keepTelling(telling)),
    keepDoubt: (doubted) => afterConflict(faults, () => ledger.keepDoubt(doubted)),
  };
}

/** Indexes that lag, over items that are as they are. */
export function hostileWaiting(
  waiting: WaitingEvents,
  faults: Faults,
  looked: (hash: string) => void,
): WaitingEvents {
  return {
    ...passedOn(waiting, ['summariseWaiting']),
    listWaiting: async (...args) => {
      const found = await waiting.listWaiting(...args);
      return faults.happens('indexLag') ? { ...found, items: found.items.slice(1) } : found;
    },
    listDue: async (page) => {
      const found = await waiting.listDue(page);
      const items = faults.happens('indexLag') ? found.items.slice(0, -1) : found.items;
      return { ...found, items };
    },
    postpone: (key, until) => {
      looked(key.hash);
      return afterConflict(faults, () => waiting.postpone(key, until));
    },
  };
}

export function hostileChanges(changes: Changes, faults: Faults): Changes {
  return {
    ...passedOn(changes, ['findDone', 'findUndoable', 'findUndoing', 'findReconciled']),
    link: (...args) => afterConflict(faults, () => changes.link(...args)),
    keepUnchanged: (...args) => afterConflict(faults, () => changes.keepUnchanged(...args)),
  };
}

export function hostileIntents(intents: IntentStore, faults: Faults): IntentStore {
  return {
    ...passedOn(intents, ['find']),
    begin: (...args) => afterConflict(faults, () => intents.begin(...args)),
    finish: (...args) => afterConflict(faults, () => intents.finish(...args)),
    markTried: (...args) => afterConflict(faults, () => intents.markTried(...args)),
    replaceMomentKey: (...args) => afterConflict(faults, () => intents.replaceMomentKey(...args)),
    discard: async (...args) => {
      if (faults.happens('slowDiscard')) await faults.delay('slowDiscard', DISCARD_MS_MAX);
      return afterConflict(faults, () => intents.discard(...args));
    },
    listDue: async (...args) => {
      const due = await intents.listDue(...args);
      return faults.happens('indexLag') ? due.slice(1) : due;
    },
  };
}

export function hostilePresented(presented: PresentedRequests, faults: Faults): PresentedRequests {
  return {
    ...passedOn(presented, ['listPresented']),
    keepPresented: (...args) => afterConflict(faults, () => presented.keepPresented(...args)),
    keepExpiry: (...args) => afterConflict(faults, () => presented.keepExpiry(...args)),
  };
}

/** The newest rows of an index come last. */
export function hostileStatements(statements: Statements, faults: Faults): Statements {
  const lag = <P extends LinesPage<unknown>>(page: PageAsked, found: P): P =>
    page.before !== undefined || !faults.happens('indexLag')
      ? found
      : { ...found, lines: found.lines.slice(1) };
  return {
    ...passedOn(statements, ['listReconciled']),
    listStatement: async (id, page) => lag(page, await statements.listStatement(id, page)),
    // Whoever asks for these knows the newest, and does not ask beyond it.
    listLines: async (id, page) => lag({ limit: page.limit }, await statements.listLines(id, page)),
  };
}

export function hostileUntold(
  untold: UntoldObligations,
  faults: Faults,
  learned: (seen: LoweringSeen) => void,
): UntoldObligations {
  return {
    ...passedOn(untold, ['countDrifts', 'findLowering']),
    listDue: async (...args) => {
      const due = await untold.listDue(...args);
      return faults.happens('indexLag') ? due.slice(0, -1) : due;
    },
    claim: (...args) => afterConflict(faults, () => untold.claim(...args)),
    record: (...args) => afterConflict(faults, () => untold.record(...args)),
    keepLowering: (seen) => {
      learned(seen);
      return afterConflict(faults, () => untold.keepLowering(seen));
    },
  };
}

async function afterConflict<T>(faults: Faults, write: () => Promise<T>): Promise<T> {
  meetConflict(faults);
  return write();
}

/** What the adapters make of another's write to the same item, once the SDK has tried again. */
function meetConflict(faults: Faults): void {
  if (faults.happens('conflict')) throw new ServiceError('ledger.busy', 'The table is busy');
}

/** The calls to which nothing happens here. */
function passedOn<T extends object, K extends keyof T>(port: T, names: readonly K[]): Pick<T, K> {
  const bound = names.map((name) => {
    const member = port[name];
    return [name, typeof member === 'function' ? member.bind(port) : member];
  });
  return Object.fromEntries(bound) as Pick<T, K>;
}

function openedByOtherVersion({ obligation, profile, entry, intent }: Opening): Opening {
  return {
    obligation: { ...obligation, ...UNKNOWN_MEMBERS },
    profile: { ...profile, ...UNKNOWN_MEMBERS },
    entry: entry && { ...entry, ...UNKNOWN_MEMBERS },
    intent: { ...intent, ...UNKNOWN_MEMBERS },
  };
}
