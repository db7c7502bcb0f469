import { ServiceError } from '#shared/errors.ts';
import { decidePush } from '#shared/ledger/decide-push.ts';
import type { Drift, Sending, Untold } from '#shared/models/at-moment.ts';
import { isTracked, type MarkedObligation } from '#shared/models/obligation.ts';
import type { ObligationChanges } from '#shared/models/obligation-at-moment.ts';
import type { Presented } from '#shared/models/presented.ts';
import { nextPushAt } from '#shared/use-cases/next-look.ts';
import { expireExceeding, listExceeding } from './expire-exceeding.ts';
import { learnLowering, readMoved } from './look-at-moment.ts';
import type { PushDeps, PushLook, PushResult } from './push-deps.ts';
import { iso, LEASE_MS, PushTurn } from './push-turn.ts';

const REFUSALS_MAX = 3;
const RETRY_AFTER_MS_MAX = 60 * 60_000;
/** The index shows an entry after a moment. */
const LAG_MS = 5_000;

type Looked = Pick<PushLook, 'result' | 'lowering' | 'notExpired'>;

/** Looks at one obligation that Moment has to be told of; undefined where nothing is to be told, or another is at it. */
export async function pushBalance(
  obligationId: string,
  deadline: number,
  deps: PushDeps,
): Promise<PushLook | undefined> {
  const now = deps.clock.now();
  const until = iso(now + LEASE_MS);
  const claimed = await deps.untold.claim(obligationId, iso(now), until);
  if (!claimed?.untold || !isTracked(claimed)) return undefined;
  // What a person had to look at is new.
  const since = claimed.untold.drift ? iso(now) : claimed.untold.since;
  const ours = { ...claimed, untold: { ...claimed.untold, since } };
  const turn = new PushTurn(ours, { obligationId, until }, deps);
  try {
    return { obligationId, since, ...(await look(turn, deadline, deps)) };
  } catch (error) {
    const asked = error instanceof ServiceError ? (error.retryAfterMs ?? 0) : 0;
    const notBefore = deps.clock.now() + Math.min(RETRY_AFTER_MS_MAX, asked);
    const next = Date.parse(nextPushAt(since, deps.clock.now()));
    await turn.lookAgain(iso(Math.max(notBefore, next)), asBefore(ours));
    return { obligationId, since, result: { kind: 'failed', error } };
  }
}

async function look(turn: PushTurn, deadline: number, deps: PushDeps): Promise<Looked> {
  const { ours } = turn;
  const moved = await readMoved(ours, deps);
  if (moved === 'lagging') return { result: await again(turn, LAG_MS, deps) };
  const theirs = await deps.moment.findAtMoment(ours.kind, ours.id, deadline);
  const { lowers, lowering } = await learnLowering(ours, theirs, moved, deps);
  const decision = decidePush({ ours, theirs, moved, lowers, now: deps.clock.now() });
  switch (decision.kind) {
    case 'known': {
      const exceeding = await listExceeding(ours, deps);
      return { ...(await end(turn, 'known', ours.sending, exceeding, deadline, deps)), lowering };
    }
    case 'push':
      return { ...(await push(turn, decision.changes, deadline, deps)), lowering };
    case 'wait':
      await turn.lookAgain(nextPushAt(ours.untold.since, deps.clock.now()), {
        differsSince: decision.differsSince,
      });
      return { result: { kind: 'waits' }, lowering };
    case 'drift':
      return { result: await giveUp(turn, decision.drift, decision.seen, deps), lowering };
  }
}

async function push(
  turn: PushTurn,
  changes: ObligationChanges,
  deadline: number,
  deps: PushDeps,
): Promise<Looked> {
  const { ours } = turn;
  const exceeding = await listExceeding(ours, deps);
  const sending = await turn.beginSending();
  if (!sending) return { result: await again(turn, 0, deps) };
  const answer = await deps.moment.updateAtMoment(ours.kind, ours.id, changes, deadline);
  const late = answer.afterUnanswered ? sending : ours.sending;
  if (answer.kind === 'done') {
    return end(turn, 'pushed', late, exceeding, deadline, deps);
  }
  const refusals = ours.untold.refusals + 1;
  if (refusals >= REFUSALS_MAX) return { result: await giveUp(turn, 'refused', undefined, deps) };
  await turn.lookAgain(nextPushAt(turn.ours.untold.since, deps.clock.now()), {
    refusals,
    sending: late ?? 'none',
  });
  return { result: { kind: 'refused', status: answer.told.status } };
}

/**
 * Moment has ours.
 *
 * @param exceeding as of the balance that it has: if something came in between, that may be a charge, and they are owed
 */
async function end(
  turn: PushTurn,
  kind: 'pushed' | 'known',
  late: Sending | undefined,
  exceeding: readonly Presented[],
  deadline: number,
  deps: PushDeps,
): Promise<Looked> {
  const isAll = await turn.finish(late);
  const notExpired = await expireExceeding(turn.ours.id, isAll ? exceeding : [], deadline, deps);
  return { result: { kind }, notExpired };
}

async function giveUp(
  turn: PushTurn,
  drift: Drift,
  seen: number | undefined,
  deps: PushDeps,
): Promise<PushResult> {
  const isGivenUp = await turn.giveUp(drift, seen);
  return isGivenUp ? { kind: 'drift', drift } : again(turn, 0, deps);
}

async function again(turn: PushTurn, inMs: number, { clock }: PushDeps): Promise<PushResult> {
  await turn.lookAgain(iso(clock.now() + inMs), asBefore(turn.ours));
  return { kind: 'again' };
}

/** Nothing was found out. */
function asBefore({ untold }: MarkedObligation): Pick<Untold, 'refusals' | 'differsSince'> {
  const { refusals, differsSince } = untold;
  return { refusals, differsSince };
}
