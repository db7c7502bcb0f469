import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explain } from '#commands/kit/explain.ts';
import { createProgressView } from '#commands/kit/progress.ts';
import { UsageError } from '#commands/kit/usage.ts';
import { readCheckpoint, writeCheckpoint } from '#commands/verify/checkpoint.ts';
import { readOptions, USAGE } from '#commands/verify/options.ts';
import { reportJson, reportLines } from '#commands/verify/report.ts';
import type { Verdict } from '#commands/verify/verify-ledger.ts';
import { announce, findRunning } from '#local/running.ts';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import type { QueueDepth } from '#shared/ports/queue-depth.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const SPENT = { source: 'a table', actor: 'jane@desk', seconds: 1.23 };
const WORDS = { usage: USAGE, needs: 'dynamodb:Scan' };
const LINE = {
  key: 'pay_1@bcus_A',
  sequence: 2,
  type: 'payment',
  amount: -2000,
  endingBalance: 500,
  currency: 'ZAR',
} as const;

function verdict(more: Partial<Verdict> = {}): Verdict {
  return {
    breaches: [],
    breachCount: 0,
    overdue: [],
    totals: {
      ...{ obligations: 1, entries: 2, events: 1, heldEvents: 0, redacted: 0, erasures: 0 },
      signatures: undefined,
      balances: { ZAR: 500n },
    },
    rechecked: 0,
    readUnits: 3.5,
    ...more,
  };
}

test('each way to name a ledger is understood, and no two at once', () => {
  expect(readOptions([]).source).toEqual({ kind: 'running', port: undefined });
  expect(readOptions(['--port', '8787']).source).toEqual({ kind: 'running', port: 8787 });
  expect(readOptions(['--data', 'd']).source).toEqual({ kind: 'kept', directory: 'd' });
  expect(readOptions(['--table', 't', '--region', 'r', '--profile', 'p']).source).toEqual({
    kind: 'table',
    table: 't',
    region: 'r',
    profile: 'p',
    queue: undefined,
    deadLetters: undefined,
  });
  expect(readOptions(['--table', 't', '--queue', 'q', '--dead-letters', 'd']).source).toMatchObject(
    { queue: 'q', deadLetters: 'd' },
  );
});

test.each([
  [['--tabel', 'x'], /Unknown option '--tabel'/],
  [['x'], /Unexpected argument 'x'/],
  [['--table', 't', '--data', 'd'], /--table and --data name different ledgers/],
  [['--region', 'r'], /name it with --table/],
  [['--queue', 'q'], /--queue is of a table on AWS; name it with --table/],
  [['--table', 't', '--dead-letters', 'd'], /name it with --queue/],
  [['--show', '-1'], /--show/],
  [['--show=-1'], /--show must be a whole number from 0/],
  [['--units-per-second', '0'], /--units-per-second must be a whole number from 1/],
])('%j is refused with the reason and the usage', (args, reason) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  const error = (() => {
    try {
      return readOptions(args);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(explain(error, WORDS)).toMatch(reason);
  expect(explain(error, WORDS)).toContain('--units-per-second N');
});

test.each([
  ['AccessDeniedException', 'dynamodb:Scan'],
  ['AccessDenied', 'dynamodb:Scan'],
  ['ResourceNotFoundException', 'no such table'],
  ['CredentialsProviderError', 'AWS_PROFILE'],
  ['ExpiredToken', 'AWS_PROFILE'],
  ['InvalidClientTokenId', 'AWS_PROFILE'],
])('%s of AWS is told with the way out', (name, words) => {
  expect(explain(Object.assign(new Error('from AWS'), { name }), WORDS)).toMatch(
    new RegExp(`from AWS\\n.*${words}`),
  );
});

test('a breach is told in money, with the entries that show it', () => {
  const lines = reportLines(
    verdict({
      breachCount: 3,
      breaches: [
        {
          kind: 'ending_balance_wrong',
          obligationId: 'bcus_A',
          message: 'in minor units',
          amounts: { found: 500, expected: 300 },
          currency: 'ZAR',
          entries: [LINE],
        },
        { kind: 'unreadable', message: 'the item x\u001b[2J', entries: [] },
      ],
    }),
    2,
    SPENT,
  );
  expect(lines).toEqual([
    'bcus_A',
    '  An ending balance is not the sum of the entries so far (ending_balance_wrong)',
    '    it is ZAR 5.00, but the entries add up to ZAR 3.00: ZAR 2.00 apart',
    '    entry 2  payment  -ZAR 20.00  ->  ZAR 5.00  pay_1@bcus_A',
    '',
    'Of no obligation',
    '  An item is not as our code writes it (unreadable)',
    '    the item x\\u{1b}[2J',
    '',
    '... and 1 more breaches; --show N shows more',
    '',
    'Not looked at: the queue of deliveries (--queue NAME); whether Moment signed it (--keys FILE); a rollback of it all (--anchors WHERE); what Moment did not deliver; whether an opening balance is what was asked for',
    '3 breaches found',
    '  1 obligation, 2 entries, 1 raw event hashed and read again, 0 of them held',
    '  balances ZAR 5.00',
    '  0 obligations read twice, 4 read units, 1.2 s',
  ]);
});

test('what waits too long is a note below, and the promises hold', () => {
  const since = '2026-06-18T12:00:00.000Z';
  const overdue = [{ obligationId: 'bcus_A', count: 2, since }];
  const text = reportLines(verdict({ overdue }), 20, SPENT).join('\n');
  expect(text).toContain(`Note: 2 events wait for bcus_A since ${since}, though it exists`);
  expect(text).toContain('Every promise holds');
});

test('how far two amounts are apart is exact where no double holds it', () => {
  const amounts = { found: 9_007_199_254_740_991, expected: -9_007_199_254_740_990 };
  const breach = {
    kind: 'balance_wrong',
    message: '',
    amounts,
    currency: 'ZAR',
    entries: [],
  } as const;
  const lines = reportLines(verdict({ breachCount: 1, breaches: [breach] }), 1, SPENT);
  expect(lines.join()).toContain('ZAR 180,143,985,094,819.81 apart');
});

test('what waits in the queue, and what is dead, is told before the verdict', () => {
  const told = (queue: QueueDepth) => {
    const lines = reportLines(verdict(), 20, { ...SPENT, queue });
    return lines.slice(0, lines.indexOf('Every promise holds'));
  };
  const never =
    'whether Moment signed it (--keys FILE); a rollback of it all (--anchors WHERE); what Moment did not deliver; whether an opening balance is what was asked for';
  expect(told({ name: 'q', waiting: 0, dead: 0 })).toEqual([
    'Queue q: 0 messages waiting, 0 dead',
    `Not looked at: ${never}`,
  ]);
  expect(told({ name: 'q', waiting: 1, dead: 0 })).toContain(
    'Note: what these tell may be in no balance yet',
  );
  expect(told({ name: 'q', waiting: 0, dead: 2 })).toEqual([
    'Queue q: 0 messages waiting, 2 dead',
    'Note: what these tell may be in no balance yet',
    `Not looked at: ${never}`,
  ]);
  expect(told({ name: 'q', waiting: 0, dead: undefined })).toEqual([
    'Queue q: 0 messages waiting',
    `Not looked at: dead letters (--dead-letters NAME); ${never}`,
  ]);
  const queue = { name: 'q', waiting: 3, dead: 1 };
  expect(JSON.parse(reportJson(verdict(), 1, { ...SPENT, queue }))).toMatchObject({
    holds: true,
    queue,
    not_looked_at: never.split('; '),
  });
});

test('a sum of balances that no double holds is exact', () => {
  const balances = { ZAR: 9_007_199_254_740_993n };
  const large = verdict({ totals: { ...verdict().totals, balances } });
  expect(reportLines(large, 1, SPENT).join()).toContain('ZAR 90,071,992,547,409.93');
  expect(JSON.parse(reportJson(large, 1, SPENT))).toMatchObject({
    balances: { ZAR: '9007199254740993' },
    actor: 'jane@desk',
  });
});

test('a checkpoint is read again, by its owner and for its own ledger only', () => {
  const path = join(temporaryDirectory(), 'checkpoint.json');
  const audit = new LedgerAudit();
  audit.addReference('ref', 'bcus_A');
  audit.addUnreadable('x', 'y');
  const scan = { cursor: '{"pk":{"S":"x"}}', items: 2, audit: audit.save(), unseen: [] };
  writeCheckpoint(path, 'table a', scan);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readCheckpoint(path, 'table a')).toEqual(JSON.parse(JSON.stringify(scan)));
  expect(() => readCheckpoint(path, 'table b')).toThrow(
    'is a checkpoint of table a, not of table b',
  );
  writeFileSync(path, '{"format":3}');
  expect(() => readCheckpoint(path, 'table a')).toThrow('start again without --resume');
  expect(() => readCheckpoint(`${path}x`, 'table a')).toThrow('cannot be read');
});

test('where no terminal is, progress is a line every five seconds', () => {
  const written: string[] = [];
  const stream = { isTTY: false, write: (text: string) => written.push(text) };
  let now = 0;
  const view = createProgressView(stream as unknown as NodeJS.WriteStream, 10, () => now);
  view.scanned(1, 0.5);
  view.scanned(2, 1);
  now = 5000;
  view.scanned(20, 7);
  expect(written).toEqual([
    '  1 of about 10 items, 1 read units\n',
    '  20 of about 20 items, 7 read units\n',
  ]);

  createProgressView(stream as unknown as NodeJS.WriteStream, 0, () => now).scanned(3, 1);
  expect(written.at(-1)).toBe('  3 items, 1 read units\n');
});

test('an `npm start` is found while it lives, and one that was killed is forgotten', () => {
  const of = (pid: number, port: number) => ({
    pid,
    port,
    dynamodb: 'http://127.0.0.1:1',
    table: 'LedgerTable',
  });
  const [alive, killed] = [of(process.pid, 65_536), of(2 ** 30, 65_537)];
  const withdraw = announce(alive);
  onTestFinished(withdraw);
  announce(killed);
  const found = () => findRunning().filter(({ port }) => port > 65_535);
  expect(found()).toEqual([alive]);
  withdraw();
  expect(found()).toEqual([]);
});
