import { describe, expect, test } from 'vitest';
import { readOptions } from '#commands/erase/options.ts';
import { isLeft, reportLines } from '#commands/erase/report.ts';
import { explain } from '#commands/kit/explain.ts';
import { pacedPages } from '#commands/kit/paced-reader.ts';
import { UsageError } from '#commands/kit/usage.ts';
import type { Erased } from '#shared/use-cases/people/erase-person.ts';
import { obligation } from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { TestClock } from '#test/support/world.ts';

const SAID = ['--reason', 'TICKET-77'];
const ERASED: Erased = {
  obligation: obligation(),
  hadProfile: true,
  redacted: 3,
  descriptions: 0,
  gone: 1,
  waiting: [],
  missed: 0,
  unreadable: 0,
};
const QUEUE = { name: 'q', waiting: 0, dead: 0 };

describe('the options', () => {
  test('name one customer, and why', () => {
    expect(readOptions(['C-1', ...SAID, '--yes', '--data', 'd'])).toEqual({
      source: { kind: 'kept', directory: 'd' },
      customer: 'C-1',
      reason: 'TICKET-77',
      yes: true,
      unitsPerSecond: undefined,
    });
    expect(readOptions(['C-1', ...SAID])).toMatchObject({
      source: { kind: 'running' },
      yes: false,
    });
    expect(readOptions(['C-1', ...SAID, '--units-per-second', '9'])?.unitsPerSecond).toBe(9);
    expect(readOptions(['--help'])).toBeUndefined();
  });

  test.each([
    [SAID, /Name one customer.*; 0 are named/],
    [['C-1', 'C-2', ...SAID], /Name one customer.*; 2 are named/],
    [['C-1'], /--reason must say it/],
    [['C-1', '--reason', ' '], /--reason must say it/],
    [['C-1', '--reason', 'y'.repeat(501)], /--reason must say it in 1 to 500/],
    [['C-1', ...SAID, '--actor', 'x'], /Unknown option '--actor'/],
    [['C-1', ...SAID, '--table', 't', '--data', 'd'], /name different ledgers/],
    [['C-1', ...SAID, '--yse'], /Unknown option '--yse'/],
    [['C-1', ...SAID, '--units-per-second', '0'], /must be a whole number from 1/],
  ])('%j are refused with the reason', (args, reason) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(reason);
  });

  test('a right that is missing is named', () => {
    const denied = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    expect(explain(denied, { usage: '', needs: 'dynamodb:DeleteItem' })).toContain('DeleteItem');
  });
});

describe('the report', () => {
  test('of an erasure says what is gone, and what it did not reach', () => {
    expect(reportLines(ERASED, { isRehearsal: false, queue: QUEUE })).toEqual([
      `${obligation().id}  UCR1234567890`,
      '  profile      removed',
      '  raw events   3 redacted, 1 were before',
      "Not reached: Moment's own copy; backups, until they expire",
    ]);
    expect(isLeft(ERASED)).toBe(false);
  });

  test('of a rehearsal says what would be', () => {
    const lines = reportLines({ ...ERASED, hadProfile: false }, { isRehearsal: true });
    expect(lines).toContain('  profile      none is there');
    const presented = { ...ERASED, descriptions: 2 };
    expect(reportLines(presented, { isRehearsal: true })).toContain(
      '  presented    2 descriptions would be removed',
    );
    expect(lines).toContain('  raw events   3 would be redacted, 1 were before');
    expect(lines).toContain('Not looked at: the queue of deliveries, and its dead letters');
    expect(lines.at(-1)).toContain('add --yes');
  });

  test('names what is left, and shows no control character of it', () => {
    const event = { ...heldEvent({}, 'quarantined'), eventId: 'evt_\u001b[2J' };
    const left = { ...ERASED, waiting: Array(21).fill(event), missed: 2, unreadable: 3 };
    const lines = reportLines(left, { isRehearsal: false, queue: QUEUE });
    expect(lines.join('\n')).toContain(
      `    quarantined  malformed  evt_\\u{1b}[2J  since ${event.receivedAt}\n    ... and 1 more\n`,
    );
    expect(lines.join('\n')).toContain('changed meanwhile  2; run it again');
    expect(lines.join('\n')).toContain('cannot be read     3 items');
  });

  test.each([[{ waiting: [heldEvent({})] }], [{ missed: 1 }], [{ unreadable: 1 }]])(
    '%j is something that is left',
    (more) => {
      expect(isLeft({ ...ERASED, ...more })).toBe(true);
    },
  );

  test.each([
    [{ ...QUEUE, waiting: 1 }, 'Queue q: 1 waiting, 0 dead; they may tell of this customer'],
    [{ ...QUEUE, dead: 2 }, 'Queue q: 0 waiting, 2 dead; they may tell of this customer'],
    [{ ...QUEUE, dead: undefined }, 'Queue q: 0 waiting, an unknown number dead; they may'],
  ])('tells of what the queue holds: %j', (queue, words) => {
    expect(reportLines(ERASED, { isRehearsal: false, queue }).join('\n')).toContain(words);
  });
});

describe('pages of a table', () => {
  const reader = { readUnits: 100, readPage: async () => ({ items: [] }) };

  test('are read as fast as they come, unless told', () => {
    const pace = { clock: new TestClock(), unitsPerSecond: undefined };
    expect(pacedPages(reader, pace)).toBe(reader);
  });

  test('are waited for in short sleeps, until as many units may be consumed', async () => {
    const clock = new TestClock();
    const start = clock.now();
    const paced = pacedPages(reader, { clock, unitsPerSecond: 50 });
    expect(await paced.readPage(undefined)).toEqual({ items: [] });
    expect(clock.now() - start).toBe(2000);
    const stopped = { clock, unitsPerSecond: 50, stop: AbortSignal.abort() };
    await pacedPages(reader, stopped).readPage(undefined);
    expect(clock.now() - start).toBe(2000);
  });
});
