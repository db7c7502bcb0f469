import { interleave } from '#bench/measure/interleave.ts';
import type { BenchOptions, Progress, Row } from '#bench/measure/row.ts';
import { Comparison, costRows, timeRow } from '#bench/scale/comparison.ts';
import { settleHot } from '#bench/scale/hot.ts';
import { obligationId } from '#bench/scale/payment.ts';
import { SizedLedger } from '#bench/scale/sized-ledger.ts';

type Size = { readonly entries: number; readonly obligations: number };

const ENTRIES_MIN = 10;
const SIZES: readonly Size[] = [
  { entries: 1_000, obligations: 1_000 },
  { entries: 100_000, obligations: 10_000 },
  { entries: 1_000_000, obligations: 100_000 },
];
const QUICK_SIZES: readonly Size[] = [
  { entries: 100, obligations: 20 },
  { entries: 1_000, obligations: 100 },
];
const LEDGER = obligationId('ledger');
/** As the stack configures it. */
const MAPPING = { batchSize: 50, concurrencyMax: 10 };
const WASTED_SHARE_MAX = 0.5;

/** What a payment and a page of a statement cost while all else grows; then many payments on one obligation. */
export async function run({ quick, progress }: BenchOptions): Promise<readonly Row[]> {
  return [
    ...(await growing(quick, (done, total) => progress(done, 2 * total))),
    ...(await hot(quick, (done, total) => progress(total + done, 2 * total))),
  ];
}

async function growing(quick: boolean, progress: Progress): Promise<readonly Row[]> {
  const sizes = quick ? QUICK_SIZES : SIZES;
  const rounds = quick ? 2 : 12;
  const comparison = new Comparison(quick ? 3 : 25);
  const rows: Row[] = [];
  await using stack = new AsyncDisposableStack();
  const [small, large] = [new SizedLedger(), new SizedLedger()];
  stack.defer(() => small.close());
  stack.defer(() => large.close());
  await small.create();
  await large.create();
  await large.fill((filler) => filler.openObligation(LEDGER));
  let opened = 0;
  for (const [step, size] of sizes.entries()) {
    // Fresh ones, since those that were paid on are not small any more.
    const smallest = (round: number) => obligationId(`small${step}x`, round);
    await small.fill(async (filler) => {
      for (let round = 0; round <= rounds; round += 1) {
        await filler.openObligation(smallest(round), ENTRIES_MIN);
      }
    });
    await large.fill(async (filler) => {
      await filler.extendLedger(LEDGER, size.entries);
      for (; opened < size.obligations; opened += 1)
        await filler.openObligation(obligationId('any', opened));
    });
    const contestants = comparison.contestants({
      small: { ledger: small, longest: smallest, any: smallest },
      large: {
        ledger: large,
        longest: () => LEDGER,
        // Far from each other, wherever their keys may lie.
        any: (round, call) =>
          obligationId('any', (round * 7919 + call * 104_729) % size.obligations),
      },
    });
    const taken = await interleave(contestants, rounds, (done) =>
      progress(step * rounds + done, sizes.length * rounds),
    );
    const isLargest = step === sizes.length - 1;
    rows.push(...comparison.kinds.map((kind) => timeRow(kind, size, { taken, isLargest })));
  }
  return [...rows, ...costRows(comparison)];
}

async function hot(quick: boolean, progress: Progress): Promise<readonly Row[]> {
  const payments = quick ? 300 : 10_000;
  const { seconds, writtenUnits, wastedUnits, cancelled, returned } = await settleHot(
    payments,
    MAPPING,
    (settled) => progress(settled, payments),
  );
  const wastedShare = wastedUnits / (writtenUnits + wastedUnits);
  const what = `${payments} payments at once on one obligation`;
  return [
    { what, unit: 'events/s', ours: payments / seconds },
    {
      what: `${what}: write units wasted`,
      unit: '%',
      ours: 100 * wastedShare,
      reach: {
        text: `at most ${100 * WASTED_SHARE_MAX} %`,
        met: wastedShare <= WASTED_SHARE_MAX,
      },
    },
    { what: `${what}: transactions cancelled`, unit: '', ours: cancelled },
    { what: `${what}: sent back to the queue`, unit: '%', ours: (100 * returned) / payments },
  ];
}
