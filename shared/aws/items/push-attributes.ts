import type { AtMoment, Sending, Untold } from '#shared/models/at-moment.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Item } from './keys.ts';

/**
 * In the update of a head that Moment has to learn of, with `:push`. Whoever is at work on it keeps the time that it
 * set, since another one at the same time could overtake it; what a person had to look at is looked at again.
 */
export const MARK_UNTOLD =
  'attention = :push, attentionAt = if_not_exists(attentionAt, :recordedAt), untoldSince = if_not_exists(untoldSince, :recordedAt)';

/** The names that {@link toPushAttributes} of a mark may write, for whoever takes it off. */
export const MARK = [
  'attention',
  'attentionAt',
  'untoldSince',
  'differsSince',
  'refusals',
  'drift',
] as const;

/** On the head of an obligation; short, since it stays below a kilobyte. */
export function toPushAttributes({
  atMoment,
  sending,
  untold,
}: Pick<Obligation, 'atMoment' | 'sending' | 'untold'>): Item {
  return {
    ...(atMoment && { atMoment: toAtMomentText(atMoment) }),
    ...(sending && { sending: toSendingText(sending) }),
    ...(untold && toMark(untold)),
  };
}

export function toMark({ state, dueAt, since, differsSince, refusals, drift }: Untold): Item {
  return {
    attention: state,
    attentionAt: dueAt,
    untoldSince: since,
    ...(differsSince && { differsSince }),
    ...(refusals > 0 && { refusals }),
    ...(drift && { drift }),
  };
}

/** What the attributes of a head make; not checked yet. */
export function fromPushAttributes(item: Item): Item {
  const { attention, attentionAt, untoldSince = attentionAt } = item;
  const { differsSince, refusals, drift } = item;
  return {
    atMoment: fromAtMoment(item),
    sending: item['sending'] === undefined ? undefined : fromText(item['sending']),
    untold:
      attention === undefined
        ? undefined
        : {
            state: attention,
            dueAt: attentionAt,
            since: untoldSince,
            differsSince,
            refusals,
            drift,
          },
  };
}

export function toAtMomentText(atMoment: AtMoment): string {
  return `${toSendingText(atMoment)} ${atMoment.pushed ? 'pushed' : 'seen'}`;
}

/** `-2000 7 1781784000000`: the balance, as of which entry, and when, in epoch milliseconds */
export function toSendingText({ balance, sequence, at }: Sending): string {
  return `${balance} ${sequence} ${Date.parse(at)}`;
}

/** Before there was a push, a head told what Moment had answered to its creation. */
function fromAtMoment({ atMoment, balanceAtMoment, openedAt }: Item): unknown {
  if (atMoment !== undefined) return fromText(atMoment);
  if (balanceAtMoment === undefined) return undefined;
  return { balance: balanceAtMoment, sequence: 1, at: openedAt, pushed: false };
}

function fromText(text: unknown): unknown {
  const [balance, sequence, at, how] = String(text).split(' ');
  return {
    balance: Number(balance),
    sequence: Number(sequence),
    at: toIso(Number(at)),
    pushed: how === 'pushed',
  };
}

function toIso(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
