import { mock } from 'node:test';
import { type Outcome, play } from '#bench/crashes/play.ts';
import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { SIDES, type Side } from '#bench/world/payments.ts';
import { NOON } from '#test/support/world.ts';

/** Half of them with each way to come back. */
const CRASHES = 10_000;
const SEED = 20_261_124;

const REDELIVERIES = [
  { name: 'back in 6 min', lateShare: 0 },
  { name: 'a tenth back a day later', lateShare: 0.1 },
];

/** The same deaths for both, and what became of the payments. */
export async function run({ quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const crashes = quick ? 40 : CRASHES;
  const rows: Row[] = [];
  // Powertools asks the system's clock, so that is the one which is moved.
  mock.timers.enable({ apis: ['Date'], now: NOON });
  try {
    for (const [index, { name, lateShare }] of REDELIVERIES.entries()) {
      const outcome = {} as Record<Side, Outcome>;
      for (const [turn, side] of SIDES.entries()) {
        outcome[side] = await play({
          side,
          crashes,
          lateShare,
          seed: SEED,
          wait: (milliseconds) => mock.timers.setTime(Date.now() + milliseconds),
          progress: (done, total) => progress((2 * index + turn) * total + done, 4 * total),
        });
      }
      rows.push(...toRows(`${crashes} deaths, ${name}`, outcome));
    }
    return rows;
  } finally {
    mock.timers.reset();
  }
}

function toRows(what: string, { ours, peer }: Record<Side, Outcome>): Row[] {
  const row = (title: string, pick: (outcome: Outcome) => number): Row => ({
    what: `${what}: ${title}`,
    unit: '',
    ours: pick(ours),
    peer: { name: 'the parts', value: pick(peer) },
    reach: { text: 'none of ours', met: pick(ours) === 0 },
  });
  const { reach: _none, ...payments } = row('payments', (outcome) => outcome.payments);
  return [
    payments,
    row('doubled, died before the record', ({ causes }) => causes.between),
    row('doubled, the record had expired', ({ causes }) => causes.expired),
    row('lost', ({ lost }) => lost),
    row('wrong balances of 100', ({ wrongBalances }) => wrongBalances),
  ];
}
