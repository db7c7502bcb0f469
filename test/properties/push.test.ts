import { expect, test } from 'vitest';
import type { Lowers } from '#shared/models/lowers.ts';
import type { Posting } from '#shared/models/posting.ts';
import type { Lease, PushRecord, UntoldObligations } from '#shared/ports/push.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { type Ended, PushWorld, type PushWorldOptions } from './push-world.ts';

const SEEDS = Number(process.env['PUSH_SEEDS'] ?? 400);

const READINGS: readonly (readonly [Lowers, boolean])[] = [
  ['yes', true],
  ['no', false],
  ['unknown', true],
  ['unknown', false],
];

/** Where nobody said that Moment lowers nothing, what was never pushed is not looked at. */
function isWrong({ ours, theirs }: Ended): boolean {
  return ours.balance !== theirs && ours.atMoment?.pushed === true;
}

async function playAll(options: PushWorldOptions) {
  const total = { wrong: [] as number[], updates: 0, untold: 0, drifts: 0, never: 0 };
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const ended = await new PushWorld(seed, options).play();
    if (isWrong(ended)) total.wrong.push(seed);
    if (ended.ours.balance !== ended.theirs) total.never += 1;
    if (ended.ours.untold) total.untold += 1;
    total.updates += ended.updates;
    total.drifts += ended.drifts;
  }
  return total;
}

test.each(READINGS)(
  'once all is settled and quiet, Moment has our balance (setting %s, it lowers: %s)',
  { timeout: 120_000 },
  async (setting, lowers) => {
    const total = await playAll({ setting, lowers });
    expect(total).toMatchObject({ wrong: [], untold: 0, drifts: 0 });
    if (setting !== 'unknown') expect(total.never).toBe(0);
    expect(total.updates).toBeGreaterThan(SEEDS);
  },
);

/** The same, but for what it records. */
function recording(change: (record: PushRecord) => PushRecord) {
  return (sound: UntoldObligations): UntoldObligations => ({
    listDue: sound.listDue.bind(sound),
    countDrifts: sound.countDrifts.bind(sound),
    claim: sound.claim.bind(sound),
    findLowering: sound.findLowering.bind(sound),
    keepLowering: sound.keepLowering.bind(sound),
    record: (lease: Lease, record) => sound.record(lease, change(record)),
  });
}

class ForgetfulPost extends MemoryLedgerStore {
  override async post(posting: Posting) {
    const isPayment = posting.entries.some(({ type }) => type === 'payment');
    return super.post({ ...posting, tellMoment: !isPayment && posting.tellMoment }, []);
  }
}

const BUGS: Readonly<Record<string, Partial<PushWorldOptions>>> = {
  'a push that ignores what came in between': {
    untold: recording(({ atSequence: _ignored, ...record }) => record),
  },
  'a payment that a push overwrote, and that marks nothing': {
    ledger: (table) => new ForgetfulPost(table),
  },
  'a push that forgets what may land late': {
    untold: recording((record) =>
      record.atMoment ? { ...record, sending: 'none', untold: 'told' } : record,
    ),
  },
};

test.each(Object.keys(BUGS))('%s is caught', { timeout: 120_000 }, async (bug) => {
  const options = { setting: 'yes', lowers: true, ...BUGS[bug] } as const;
  expect(await isCaught(options)).toBe(true);
});

/** One world in three hundred shows the rarest of them. */
async function isCaught(options: PushWorldOptions): Promise<boolean> {
  for (let seed = 1; seed <= 10 * SEEDS; seed += 1) {
    if (isWrong(await new PushWorld(seed, options).play())) return true;
  }
  return false;
}
