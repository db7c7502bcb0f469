/** What the keys of the table begin with, but for those of payments and events, which may have any id of Moment's. */
const CUSTOMERS = ['bcus_*'];
const OBLIGATIONS = [...CUSTOMERS, 'bacc_*', 'bill_*'];
const REFERENCES = ['REF#customer#*', 'REF#account#*', 'REF#bill#*'];
const INTENTS = ['INTENT#*'];
const COMMANDS = ['command:*'];
const SETTINGS = ['SETTING#*'];
/** Rows of reports. */
const RECONCILED = ['RECON#*'];

/** Something that a function does to the table, as IAM can tell it from what it does not. */
export type TableUse = {
  readonly actions: readonly string[];
  /** @default the table itself */
  readonly index?: 'statement' | 'attention' | 'reference' | 'recorded';
  /** The partitions that are reached, by what their keys begin with. @default any */
  readonly keys?: readonly string[];
};

const FIND_OBLIGATION: TableUse = { actions: ['GetItem'], keys: [...REFERENCES, ...OBLIGATIONS] };
const RECORDED: TableUse = { actions: ['Query'], index: 'recorded' };
const STATEMENT: TableUse = { actions: ['Query'], index: 'statement' };
/** IAM does not see sort keys: it cannot tell an entry from the events that are held beside it. */
const SETTLE: TableUse = {
  actions: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'],
};

/** By folder. A transaction is authorised by the actions in it. */
export const TABLE_USES = {
  reconcile: [SETTLE],
  // These two settle what waited, and delete it then.
  'create-customer': [SETTLE, { actions: ['DeleteItem'] }, STATEMENT],
  sweep: [
    SETTLE,
    { actions: ['DeleteItem'] },
    { actions: ['Query'], keys: OBLIGATIONS },
    STATEMENT,
    { actions: ['Query'], index: 'attention' },
  ],
  'present-balance': [
    { actions: ['GetItem'], keys: [...REFERENCES, ...OBLIGATIONS, ...INTENTS] },
    { actions: ['UpdateItem'], keys: [...OBLIGATIONS, ...INTENTS] },
    { actions: ['PutItem', 'DeleteItem'], keys: INTENTS },
    { actions: ['Query'], keys: OBLIGATIONS },
  ],
  'get-customer': [
    { actions: ['GetItem'], keys: REFERENCES },
    { actions: ['BatchGetItem'], keys: OBLIGATIONS },
    // What hangs on a customer.
    { actions: ['Query'], keys: CUSTOMERS },
    { actions: ['Query'], index: 'reference' },
  ],
  'list-entries': [
    FIND_OBLIGATION,
    STATEMENT,
    // What a command or a person said of an entry: that of a payment has any id.
    { actions: ['BatchGetItem'] },
    // How much of an entry is undone, and what a row of a report is.
    { actions: ['Query'], keys: [...OBLIGATIONS, ...RECONCILED] },
  ],
  'list-exceptions': [
    { actions: ['Query'], index: 'attention' },
    // Whatever waits, wherever it is kept, and the entries of a payment, which has any id.
    { actions: ['BatchGetItem', 'Query'] },
    // An obligation by a reference that a payment names.
    { actions: ['GetItem'], keys: REFERENCES },
  ],
  'read-statement': [FIND_OBLIGATION, STATEMENT, { actions: ['BatchGetItem'] }],
  'list-payment-requests': [FIND_OBLIGATION, { actions: ['Query'], keys: OBLIGATIONS }],
  'change-balance': [
    { actions: ['GetItem'], keys: [...REFERENCES, ...OBLIGATIONS, ...INTENTS, ...RECONCILED] },
    { actions: ['Query'], keys: COMMANDS },
    { actions: ['PutItem'], keys: [...COMMANDS, ...RECONCILED] },
    { actions: ['UpdateItem'], keys: OBLIGATIONS },
    // An entry that is undone: that of a payment has any id. And those that undid it.
    { actions: ['BatchGetItem'] },
    STATEMENT,
  ],
  // A payment has any id; and what an adoption opens it settles, as a creation does.
  'resolve-exception': [SETTLE, { actions: ['DeleteItem', 'Query'] }, STATEMENT],
  push: [
    { actions: ['Query'], index: 'attention' },
    STATEMENT,
    { actions: ['UpdateItem'], keys: OBLIGATIONS },
    // What was presented, and may ask for more than is owed.
    { actions: ['Query'], keys: OBLIGATIONS },
    { actions: ['GetItem', 'PutItem'], keys: SETTINGS },
  ],
  'read-reports': [
    FIND_OBLIGATION,
    // What hangs on it.
    { actions: ['Query'], keys: [...CUSTOMERS, 'bacc_*'] },
    // The heads of that, commands, and events that wait, which may have any id.
    { actions: ['BatchGetItem'] },
    STATEMENT,
    RECORDED,
    { actions: ['Query'], index: 'attention' },
  ],
  report: [
    { actions: ['Query'], index: 'reference' },
    { actions: ['BatchGetItem'], keys: [...OBLIGATIONS, ...COMMANDS] },
    STATEMENT,
    RECORDED,
  ],
  // Creates, and changes balances; what waited for whom it creates is the sweep's. So it reaches no payment.
  import: [
    { actions: ['GetItem', 'UpdateItem'], keys: [...REFERENCES, ...OBLIGATIONS, ...INTENTS] },
    { actions: ['PutItem'], keys: [...REFERENCES, ...OBLIGATIONS, ...INTENTS, ...COMMANDS] },
    { actions: ['DeleteItem'], keys: [...REFERENCES, ...INTENTS] },
    { actions: ['BatchGetItem'], keys: OBLIGATIONS },
    { actions: ['Query'], keys: COMMANDS },
  ],
  // The heads of all ledgers are in no index.
  anchor: [{ actions: ['Scan'] }],
} as const satisfies Readonly<Record<string, readonly TableUse[]>>;

/** Nobody else reaches the table. */
export type TableUser = keyof typeof TABLE_USES;
