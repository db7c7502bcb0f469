import { describe, expect, test } from 'vitest';
import type { Answer } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { enterRefunds } from '#commands/reconcile/enter-refunds.ts';
import { enteredLines, planInWords } from '#commands/reconcile/report.ts';
import { type RunOptions, runReconcile } from '#commands/reconcile/run-reconcile.ts';
import type { Report } from '#shared/files/report/read-report.ts';
import type { EnteredPayment, EnteredRefund } from '#shared/ledger/reconciling/entered.ts';
import type { Finding } from '#shared/ledger/reconciling/finding.ts';
import type { PlannedRefund } from '#shared/ledger/reconciling/plan-refunds.ts';
import type { ReportRow } from '#shared/models/report-row.ts';
import { NOON, TestClock } from '#test/support/world.ts';

const AT = '2026-11-29T08:00:00.000Z';
const ROW: ReportRow = {
  ...{ line: 8, kind: 'refund', reconciliationId: 'rec_2', paymentId: 'pay_1' },
  ...{ amount: 500, currency: 'ZAR', at: AT },
};
const PLANNED: PlannedRefund = {
  ...{ row: ROW, obligationId: 'bacc_1', entryKey: 'pay_1@bacc_1', isThere: false },
};
const PROBLEM = { title: 'Too much', status: 409, code: 'amount.exceeds_entry' };
const answer = (status: number, body: unknown = {}): Answer => ({ status, code: undefined, body });
const lost = new Wrong('POST is not answered', '', { cause: new Error('reset') });

type Call = Readonly<{ method: string; path: string; body: unknown; key: string | undefined }>;

function apiOf(...answers: (Answer | Error)[]) {
  const calls: Call[] = [];
  const stop = new AbortController();
  const clock = new TestClock();
  return {
    ...{ calls, stop, clock },
    deps: {
      ...{ clock, note: 'report.csv', stop: stop.signal },
      api: {
        call: async (
          method: string,
          path: string,
          body?: object,
          headers: Readonly<Record<string, string>> = {},
        ) => {
          calls.push({ method, path, body, key: headers['idempotency-key'] });
          const next = answers.shift() ?? answer(201);
          if (next instanceof Error) throw next;
          return next;
        },
      },
    },
  };
}

describe('a refund of a report', () => {
  test('is entered as the reversal of its payment that it is, under a key of its own', async () => {
    const { deps, calls } = apiOf(answer(201), answer(200), answer(201));
    const another = { ...PLANNED, row: { ...ROW, reconciliationId: 'rec_3' } };
    const done = await enterRefunds([PLANNED, another, PLANNED], deps);
    expect(done.map(({ kind }) => kind)).toEqual(['entered', 'linked', 'entered']);
    expect(calls[0]).toMatchObject({
      method: 'POST',
      path: '/accounts/bacc_1/entries/pay_1%40bacc_1/reversals',
      body: {
        ...{ amount: 500, reason: 'refunded', reconciliation_id: 'rec_2' },
        ...{ effective_at: AT, note: 'report.csv, line 8' },
      },
    });
    expect(calls[0]?.key).toMatch(/^reconcile-[\w-]{43}$/);
    expect(calls[1]?.key).not.toBe(calls[0]?.key);
    expect(calls[2]?.key).toBe(calls[0]?.key);
  });

  test('that is refused is told with why, and ends nothing', async () => {
    const withDetail = { ...PROBLEM, detail: 'left: 200' };
    const { deps } = apiOf(answer(409, PROBLEM), answer(409, withDetail), answer(400, 'no'));
    expect(await enterRefunds([PLANNED, PLANNED, PLANNED, PLANNED], deps)).toEqual([
      { planned: PLANNED, kind: 'refused', detail: 'amount.exceeds_entry: Too much' },
      { planned: PLANNED, kind: 'refused', detail: 'amount.exceeds_entry: left: 200' },
      { planned: PLANNED, kind: 'refused', detail: '400 no' },
      { planned: PLANNED, kind: 'entered' },
    ]);
  });

  test('is asked for again where nobody answers or the stack is busy, under the same key', async () => {
    const busy = { ...answer(429), retryAfter: 7 };
    const { deps, calls, clock } = apiOf(lost, busy, answer(503), answer(201));
    expect(await enterRefunds([PLANNED], deps)).toEqual([{ planned: PLANNED, kind: 'entered' }]);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
    expect(clock.now() - NOON).toBe(1000 + 7000 + 4000);
  });

  test('is given up after five tries, or where whoever calls may not', async () => {
    const { deps, calls } = apiOf(...Array.from({ length: 5 }, () => lost));
    expect(await enterRefunds([PLANNED], deps)).toEqual([
      { planned: PLANNED, kind: 'refused', detail: '503 POST is not answered' },
    ]);
    expect(calls).toHaveLength(5);
    for (const status of [401, 403]) {
      const denied = apiOf(answer(status, 'no'));
      await expect(enterRefunds([PLANNED], denied.deps)).rejects.toThrow(`${status} no`);
    }
    const broken = apiOf(new TypeError('a mistake of ours'));
    await expect(enterRefunds([PLANNED], broken.deps)).rejects.toThrow('a mistake of ours');
  });

  test('is left where somebody stops, and tried no more', async () => {
    const { deps, stop, calls } = apiOf();
    const stopping = {
      ...deps,
      api: {
        call: async () => {
          stop.abort();
          return answer(calls.push({ method: '', path: '', body: '', key: '' }) > 0 ? 503 : 201);
        },
      },
    };
    const done = await enterRefunds([PLANNED, PLANNED], stopping);
    expect(done).toMatchObject([{ kind: 'refused' }]);
    expect(calls).toHaveLength(1);
    expect(enteredLines([PLANNED, PLANNED], done)).toEqual([
      'Entered 0; known by now as the rows that they are 0; refused 1',
      '  line 8  503 {}',
      'Stopped: 1 are left; run it again, which does the rest',
    ]);
  });
});

describe('the run', () => {
  const PAYMENT: EnteredPayment = {
    ...{ paymentId: 'pay_1', obligationIds: ['bacc_1'], amount: 2000, currency: 'ZAR', at: AT },
  };
  const REFUND: EnteredRefund = {
    ...{ key: 'command:1@bacc_1', reconciliationId: 'rec_2', paymentId: 'pay_1' },
    ...{ obligationId: 'bacc_1', amount: 500, currency: 'ZAR', at: AT },
  };
  const BEFORE: Finding = { kind: 'refund_unknown', row: ROW, payment: PAYMENT, left: 2000 };
  const AFTER: Finding = { kind: 'matched', row: ROW, ours: REFUND };
  const REPORT: Report = {
    ...{ columns: {}, rows: [ROW], problems: [], period: undefined, repeated: 0 },
  };
  const WANTED: RunOptions = { period: undefined, enterRefunds: true, yes: true, expected: [] };

  async function run(
    options: Partial<RunOptions> = {},
    more: {
      readonly report?: Partial<Report>;
      readonly before?: readonly Finding[];
      readonly ask?: (question: string) => Promise<boolean>;
    } = {},
  ) {
    const lines: string[] = [];
    const entered: PlannedRefund[] = [];
    const result = await runReconcile(
      { ...REPORT, ...more.report },
      { ...WANTED, ...options },
      {
        print: { line: (text) => void lines.push(text) },
        find: async () => (entered.length > 0 ? [AFTER] : (more.before ?? [BEFORE])),
        enter: async (planned) => {
          entered.push(...planned);
          return planned.map((each) => ({ planned: each, kind: 'entered' as const }));
        },
        ask: more.ask,
      },
    );
    return { ...result, entered, lines };
  }

  test('enters what is to be, and tells how both sides stand then', async () => {
    const { status, findings, entered, lines } = await run();
    expect([status, findings, entered]).toEqual([0, [AFTER], [PLANNED]]);
    expect(lines.slice(-7)).toEqual([
      'Entered 1; known by now as the rows that they are 0; refused 0',
      '',
      '                theirs            ours            apart',
      '  ZAR payments  0       ZAR 0.00  0     ZAR 0.00  ZAR 0.00',
      '  ZAR refunds   1       ZAR 5.00  1     ZAR 5.00  ZAR 0.00',
      '',
      'They agree',
    ]);
  });

  test('enters nothing where nobody wants it, and differs', async () => {
    const { status, entered, lines } = await run({ enterRefunds: false });
    expect([status, entered, lines.at(-1)]).toEqual([1, [], 'They differ']);
  });

  test('enters nothing where nothing is to be', async () => {
    const { status, entered, lines } = await run({}, { before: [AFTER] });
    expect([status, entered]).toEqual([0, []]);
    expect(lines.slice(-2)).toEqual(['No refund is to be entered', 'They agree']);
  });

  test('asks with the total where nobody said yes before', async () => {
    const asked: string[] = [];
    const say = (yes: boolean) => async (question: string) => {
      asked.push(question);
      return yes;
    };
    const agreed = await run({ yes: false }, { ask: say(true) });
    expect([agreed.status, agreed.entered.length]).toEqual([0, 1]);
    const refused = await run({ yes: false }, { ask: say(false) });
    expect([refused.status, refused.entered.length]).toEqual([2, 0]);
    expect(refused.lines.at(-1)).toBe('Nothing was entered: it was not wanted');
    expect(asked[0]).toBe('1 refunds are to be entered, ZAR 5.00 in all.');
    const alone = await run({ yes: false });
    expect([alone.status, alone.entered.length]).toEqual([2, 0]);
    expect(alone.lines.at(-1)).toContain('nobody is here to be asked; add --yes');
  });

  test('enters nothing unless it adds up to what is expected', async () => {
    const expected = (amount: bigint) => ({ expected: [{ currency: 'ZAR', amount }] });
    expect((await run(expected(500n))).entered).toHaveLength(1);
    const { status, entered, lines } = await run(expected(501n));
    expect([status, entered]).toEqual([2, []]);
    expect(lines.at(-1)).toBe(
      'Nothing was entered: the rows add up to ZAR 5.00, and ZAR 5.01 was expected: ZAR 0.01 apart',
    );
  });

  test('enters nothing of a report of which a part cannot be read', async () => {
    const problems = [{ line: 9, problem: 'has 2 cells' }];
    const { status, entered, lines } = await run({}, { report: { problems, repeated: 3 } });
    expect([status, entered]).toEqual([2, []]);
    expect(lines).toContain('Rows that tell the same as one before them, and count once: 3');
    expect(lines.at(-1)).toContain('Part of the report cannot be read');
  });

  test('says what the report covers, or that nobody knows', async () => {
    const period = { from: AT, to: '2026-11-30T08:00:00.000Z' };
    expect((await run({ period })).lines[0]).toBe(`From ${AT} to 2026-11-30T08:00:00.000Z`);
    expect((await run()).lines[0]).toContain('is not known (--from, --to)');
  });
});

test('the question tells apart what moves and what is there', () => {
  const usd = { ...PLANNED, row: { ...ROW, currency: 'USD' } };
  const there = { ...PLANNED, isThere: true };
  expect(planInWords([PLANNED, usd, PLANNED, there])).toBe(
    '3 refunds are to be entered, ZAR 10.00 and USD 5.00 in all; and 1 that are there already become those rows',
  );
  expect(planInWords([there])).toBe(
    '0 refunds are to be entered; and 1 that are there already become those rows',
  );
});
