import type { MovedAtMoment } from '#shared/ledger/decide-push.ts';
import { seeLowering } from '#shared/ledger/see-lowering.ts';
import type { LoweringSeen } from '#shared/models/at-moment.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import type { TrackedObligation } from '#shared/models/obligation.ts';
import type { ObligationAtMoment } from '#shared/models/obligation-at-moment.ts';
import type { PushDeps } from './push-deps.ts';

/** What Moment tells us of by itself, and so may have moved its own balance by. */
const MOVED_AT_MOMENT: ReadonlySet<string> = new Set(['payment', 'refund']);
const LINES_MAX = 100;

export type Moved =
  | readonly MovedAtMoment[]
  /** The index does not show all of them yet. */
  | 'lagging'
  /** There are more than are read. */
  | undefined;

/** What was entered, of what Moment told us, since it was last told of the obligation. */
export async function readMoved(
  { id, atMoment, sequence }: TrackedObligation,
  { statements }: Pick<PushDeps, 'statements'>,
): Promise<Moved> {
  const since = atMoment?.sequence ?? sequence;
  if (sequence - since > LINES_MAX) return undefined;
  if (sequence === since) return [];
  const { lines } = await statements.listLines(id, { limit: LINES_MAX, before: sequence + 1 });
  const entered = lines.filter((line) => line.sequence > since);
  return entered.length < sequence - since ? 'lagging' : entered.filter(isMoved).map(toMoved);
}

/** Of what a person had count here Moment may have applied nothing. */
function isMoved({ type, adjusts, applied }: StatementLine): boolean {
  return (MOVED_AT_MOMENT.has(type) && applied !== 0) || adjusts !== undefined;
}

function toMoved({ type, amount, effectiveAt, recordedAt }: StatementLine): MovedAtMoment {
  return { amount: -amount, effectiveAt, recordedAt, isRefund: type === 'refund' };
}

/** Whether Moment lowers, by the setting, or by what was seen: this time too, which is kept if it is new. */
export async function learnLowering(
  ours: TrackedObligation,
  theirs: ObligationAtMoment | undefined,
  moved: readonly MovedAtMoment[] | undefined,
  { untold, clock, momentLowers }: PushDeps,
): Promise<{ readonly lowers: Lowers; readonly lowering?: LoweringSeen }> {
  if (momentLowers !== 'unknown') return { lowers: momentLowers };
  const before = (await untold.findLowering())?.lowers ?? 'unknown';
  if (!moved || theirs?.balance === undefined) return { lowers: before };
  const lowers = seeLowering(ours, moved, theirs.balance, clock.now());
  // That something was lowered shows more than that something was not: such a payment may be older than it says.
  if (lowers === undefined || before === 'yes' || lowers === before) return { lowers: before };
  const { id: obligationId, sequence } = ours;
  const lowering = { lowers, obligationId, sequence, at: new Date(clock.now()).toISOString() };
  await untold.keepLowering(lowering);
  return { lowers, lowering };
}
