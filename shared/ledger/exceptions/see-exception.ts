import { OVERWRITTEN_MS_MAX } from '#shared/ledger/must-tell.ts';
import type { Untold } from '#shared/models/at-moment.ts';
import { isCreation, nextPart, referencesOf } from '#shared/models/creation.ts';
import type {
  Exception,
  ExceptionKind,
  ExceptionRow,
  KeptException,
  Proposal,
} from '#shared/models/exception.ts';
import { type ExceptionKey, exceptionId } from '#shared/models/exception-id.ts';
import { type HeldEvent, isResolved } from '#shared/models/held-event.ts';
import type { AnyCreationIntent, Intent } from '#shared/models/intent.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { allowedActions } from './allowed-actions.ts';
import { needsAPerson } from './needs-a-person.ts';
import {
  OF_DRIFTS,
  OF_EVENTS,
  OF_INTENTS,
  OF_PUSHES,
  STALE_FOR_LONG,
  UNREADABLE,
} from './proposals.ts';

/** `isOpen` where a person has to decide still. */
export type SeenException = { readonly exception: Exception; readonly isOpen: boolean };

/** What is kept under the id of an exception, in words; undefined where it is none, or none any more. */
export function seeException(
  key: ExceptionKey,
  kept: Exclude<KeptException, { readonly of: 'unreadable' }>,
  now: number,
): SeenException | undefined {
  switch (kept.of) {
    case 'event':
      return seeEvent(key, kept, now);
    case 'intent':
      return seeIntent(key, kept.intent, now);
    case 'head':
      return seeHead(key, kept.obligation, now);
  }
}

/** One of whose item nothing can be said but where it is. */
export function unreadable({ id, kind, since }: ExceptionRow): Exception {
  const detail = 'Its item in the table is not as our code writes it';
  return { id, kind, reason: 'unreadable', detail, since, proposal: UNREADABLE, actions: [] };
}

function seeEvent(
  key: ExceptionKey,
  { event, isListed }: Extract<KeptException, { readonly of: 'event' }>,
  now: number,
): SeenException | undefined {
  const { state, reason, detail, amount, currency, resolution } = event;
  if (state === 'ignored') return undefined;
  const isOpen = isListed && !isResolved(event);
  const { obligationId, paymentId, eventId, receivedAt: since } = event;
  const exception = {
    ...{ id: exceptionId(key), kind: state, reason, detail, amount, currency },
    ...{ obligationId, paymentId, eventId, since, resolution },
    proposal: isOpen ? proposalFor(event, now) : undefined,
    actions: isOpen ? allowedActions(event) : [],
  };
  return { exception, isOpen };
}

function proposalFor({ state, reason, receivedAt }: HeldEvent, now: number): Proposal | undefined {
  const isForLong = now - Date.parse(receivedAt) > OVERWRITTEN_MS_MAX;
  return state === 'stale' && isForLong ? STALE_FOR_LONG : OF_EVENTS[reason];
}

function seeIntent(key: ExceptionKey, intent: Intent, now: number): SeenException | undefined {
  const { operation: reason, startedAt: since } = intent;
  if (intent.done || !needsAPerson({ kind: 'intent', since }, now)) return undefined;
  const exception = {
    ...{ id: exceptionId(key), kind: 'intent' as const, reason, since },
    ...(isCreation(intent) ? aboutCreation(intent) : aboutPresentation(intent)),
    proposal: OF_INTENTS[reason],
    actions: [],
  };
  return { exception, isOpen: true };
}

function aboutCreation(intent: AnyCreationIntent) {
  const part = nextPart(intent);
  const references = referencesOf(intent).map(
    ({ kind, externalReference }) => `${kind} ${externalReference}`,
  );
  return {
    detail: `${references.join(', ')}: ${triesOf(intent)}`,
    amount: part.kind === 'bill' ? part.facts.amount_due : part.facts.balance,
    currency: part.facts.currency,
    obligationId: intent.adopts?.id,
  };
}

function aboutPresentation(intent: Extract<Intent, { operation: 'present_balance' }>) {
  const { obligationId, facts } = intent.request;
  const { amount, currency } = facts;
  return { detail: triesOf(intent), amount, currency, obligationId };
}

function triesOf({ tries }: Intent): string {
  return `not finished after ${tries} ${tries === 1 ? 'try' : 'tries'}`;
}

function seeHead(
  key: ExceptionKey,
  { id: obligationId, untold, balance = 0, currency, atMoment }: Obligation,
  now: number,
): SeenException | undefined {
  if (untold?.state !== key.kind) return undefined;
  const kind: ExceptionKind = untold.state;
  const { since, refusals } = untold;
  if (!needsAPerson({ kind, since, refusals }, now)) return undefined;
  const about = untold.state === 'drift' ? aboutDrift(untold) : aboutPush(untold);
  const known = atMoment && `Moment had ${atMoment.balance} at ${atMoment.at}`;
  const exception = {
    ...{ id: exceptionId(key), kind, since, obligationId, currency, actions: [] },
    ...{ reason: about.reason, proposal: about.proposal },
    detail: [about.detail, known].filter(Boolean).join('; ') || undefined,
    amount: atMoment && balance - atMoment.balance,
  };
  return { exception, isOpen: true };
}

/** Whoever marked it by hand may have left out why. */
function aboutDrift({ drift = 'changed_at_moment' }: Untold) {
  return { reason: drift, proposal: OF_DRIFTS[drift], detail: undefined };
}

function aboutPush({ refusals }: Untold) {
  const reason = refusals > 0 ? ('refused' as const) : ('untold' as const);
  const detail = refusals > 0 ? `Moment refused it ${refusals} times in a row` : undefined;
  return { reason, proposal: OF_PUSHES[reason], detail };
}
