import { describe, expect, test } from 'vitest';
import { allowedActions } from '#shared/ledger/exceptions/allowed-actions.ts';
import { needsAPerson } from '#shared/ledger/exceptions/needs-a-person.ts';
import {
  OF_DRIFTS,
  OF_EVENTS,
  OF_INTENTS,
  OF_PUSHES,
  STALE_FOR_LONG,
  UNREADABLE,
} from '#shared/ledger/exceptions/proposals.ts';
import { seeException, unreadable } from '#shared/ledger/exceptions/see-exception.ts';
import type { Untold } from '#shared/models/at-moment.ts';
import type { ExceptionKey } from '#shared/models/exception-id.ts';
import {
  type HeldEvent,
  IGNORE_REASONS,
  QUARANTINE_REASONS,
  STALE_REASONS,
  UNMATCHED_REASONS,
} from '#shared/models/held-event.ts';
import type { Intent } from '#shared/models/intent.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { ResolutionAction } from '#shared/models/resolution.ts';
import {
  amountApplied,
  CUSTOMER,
  intent,
  nestedIntent,
  obligation,
  PAYMENT,
  presentation,
} from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NOON } from '#test/support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ms: number) => new Date(NOON + ms).toISOString();
const SINCE = at(0);
const RESOLVED = { action: 'dismiss', actor: 'jane', reason: 'other', at: SINCE } as const;

describe('an event that moved no balance', () => {
  const held = heldEvent(amountApplied(), 'quarantined', { receivedAt: SINCE });
  const see = (more: Partial<HeldEvent> = {}, isListed = true, now = NOON) => {
    const event = { ...held, ...more };
    return seeException({ kind: 'event', held }, { of: 'event', event, isListed }, now);
  };

  test('is told with all that it is about, and what is to be done', () => {
    const told = { reason: 'payment_retold', detail: 'two amounts' } as const;
    expect(see(told)).toEqual({
      exception: {
        id: `event:${held.hash}:${PAYMENT}`,
        kind: 'quarantined',
        ...told,
        amount: 15000,
        currency: 'ZAR',
        obligationId: CUSTOMER,
        paymentId: PAYMENT,
        eventId: 'evt_2341234567890abcdef',
        since: SINCE,
        proposal: OF_EVENTS.payment_retold,
        actions: ['apply', 'dismiss'],
        resolution: undefined,
      },
      isOpen: true,
    });
  });

  test('is no exception where it is ignored', () => {
    expect(see({ state: 'ignored', reason: 'told_by_application' })).toBeUndefined();
  });

  test.each([
    ['was resolved', { resolution: { ...RESOLVED, requestHash: 'h', state: 'quarantined' } }, true],
    ['was taken off the list by hand', {}, false],
  ] as const)('asks for nothing any more once it %s', (_what, more, isListed) => {
    expect(see(more, isListed)).toMatchObject({
      isOpen: false,
      exception: { proposal: undefined, actions: [], kind: 'quarantined', ...more },
    });
  });

  test('that was dismissed when it was stale, and came again, is open', () => {
    const resolution = { ...RESOLVED, requestHash: 'h', state: 'stale' } as const;
    expect(see({ resolution })?.isOpen).toBe(true);
  });

  test.each(STALE_REASONS)('that is stale (%s) is waited for as long as Moment tries', (reason) => {
    const stale = { state: 'stale', reason } as const;
    expect(see(stale, true, NOON + 28 * HOUR)?.exception.proposal).toBe(OF_EVENTS[reason]);
    expect(see(stale, true, NOON + 28 * HOUR + 1)?.exception.proposal).toBe(STALE_FOR_LONG);
    expect(see({}, true, NOON + 29 * HOUR)?.exception.proposal).toBe(OF_EVENTS.malformed);
  });

  test.each([...UNMATCHED_REASONS, ...QUARANTINE_REASONS, ...STALE_REASONS])(
    'for %s is proposed what a resolution may be, or what comes before it',
    (reason) => {
      const { action, detail } = OF_EVENTS[reason] ?? {};
      const actions = allowedActions({ state: 'quarantined', reason });
      if (ResolutionAction.options.some((each) => each === action)) {
        expect(actions).toContain(action);
      }
      for (const each of ['apply it', 'dismiss it', 'adopt or'] as const) {
        const [resolves = ''] = each.split(' ');
        if (detail?.includes(each)) expect(actions.join(' ')).toContain(resolves);
      }
      expect(detail).toBeDefined();
    },
  );

  test('nothing is proposed for what is ignored', () => {
    expect(IGNORE_REASONS.flatMap((reason) => OF_EVENTS[reason] ?? [])).toEqual([]);
  });
});

describe('an intent', () => {
  const see = (kept: Intent, now = NOON + 15 * MINUTE + 1) =>
    seeException({ kind: 'intent', key: 'key-1' }, { of: 'intent', intent: kept }, now);
  const startedAt = SINCE;

  test('is an exception when it is older than 15 minutes, and not done', () => {
    const begun = presentation({ startedAt, tries: 3 });
    expect(see(begun)).toEqual({
      exception: {
        id: 'intent:key-1',
        kind: 'intent',
        reason: 'present_balance',
        detail: 'not finished after 3 tries',
        amount: 2000,
        currency: 'ZAR',
        obligationId: CUSTOMER,
        since: SINCE,
        proposal: OF_INTENTS.present_balance,
        actions: [],
      },
      isOpen: true,
    });
    expect(see(begun, NOON + 15 * MINUTE)).toBeUndefined();
    const done = { id: 'pr_1', status: 'active', amount: 2000, currency: 'ZAR' };
    expect(see({ ...begun, done })).toBeUndefined();
  });

  test('of a creation names what it creates, and what will be owed on it', () => {
    const request = { external_reference: 'C-1', currency: 'ZAR', balance: 700 };
    expect(see(intent({ request, startedAt }))?.exception).toMatchObject({
      reason: 'create_customer',
      detail: 'customer C-1: not finished after 1 try',
      amount: 700,
      currency: 'ZAR',
      obligationId: undefined,
      proposal: OF_INTENTS.create_customer,
    });
    const bill = { external_reference: 'I-1', currency: 'USD', amount_due: 900 };
    const account = { external_reference: 'A-1' };
    const nested = nestedIntent({ request: { account, bill, customerId: CUSTOMER }, startedAt });
    expect(see(nested)?.exception).toMatchObject({
      reason: 'create_bill',
      detail: 'account A-1, bill I-1: not finished after 1 try',
      amount: undefined,
    });
    const alone = nestedIntent({ request: { bill, customerId: CUSTOMER }, startedAt });
    expect(see(alone)?.exception).toMatchObject({ amount: 900, currency: 'USD' });
  });

  test('of an adoption names what is adopted', () => {
    const adopts = { id: 'bcus_7' };
    expect(see(intent({ adopts, startedAt }))?.exception.obligationId).toBe('bcus_7');
  });
});

describe('a head', () => {
  const see = (
    untold: Untold | undefined,
    kind: 'push' | 'drift',
    more: Partial<Obligation> = {},
    now = NOON + 61 * MINUTE,
  ) => {
    const key: ExceptionKey = { kind, obligationId: CUSTOMER };
    return seeException(key, { of: 'head', obligation: obligation({ untold, ...more }) }, now);
  };
  const push: Untold = { state: 'push', dueAt: at(HOUR), since: SINCE, refusals: 0 };
  const drift: Untold = { ...push, state: 'drift', drift: 'payment_never_told' };
  const atMoment = { balance: 15000, sequence: 1, at: SINCE, pushed: true };
  const known = `Moment had 15000 at ${SINCE}`;

  test('that Moment is to be told of is none for an hour, unless Moment refuses it', () => {
    expect(see(push, 'push', {}, NOON + HOUR)).toBeUndefined();
    expect(see(push, 'push', {}, NOON + HOUR + 1)).toEqual({
      exception: {
        id: `push:${CUSTOMER}`,
        kind: 'push',
        reason: 'untold',
        detail: undefined,
        amount: undefined,
        currency: 'ZAR',
        obligationId: CUSTOMER,
        since: SINCE,
        proposal: OF_PUSHES.untold,
        actions: [],
      },
      isOpen: true,
    });
    expect(see({ ...push, refusals: 1 }, 'push', { atMoment }, NOON)?.exception).toMatchObject({
      reason: 'refused',
      detail: `Moment refused it 1 times in a row; ${known}`,
      amount: 5000,
      proposal: OF_PUSHES.refused,
    });
  });

  test('that drifts says by how much, and why as far as it is known', () => {
    expect(see(drift, 'drift', { atMoment }, NOON)?.exception).toMatchObject({
      id: `drift:${CUSTOMER}`,
      kind: 'drift',
      reason: 'payment_never_told',
      detail: known,
      amount: 5000,
      proposal: OF_DRIFTS.payment_never_told,
    });
    const { drift: _why, ...byHand } = drift;
    expect(see(byHand, 'drift')?.exception).toMatchObject({
      reason: 'changed_at_moment',
      proposal: OF_DRIFTS.changed_at_moment,
    });
    const untracked = { balance: undefined, atMoment };
    expect(see(drift, 'drift', untracked)?.exception.amount).toBe(-15000);
  });

  test('is none under the id of the other, nor where Moment is told', () => {
    expect(see(drift, 'push')).toBeUndefined();
    expect(see(push, 'drift')).toBeUndefined();
    expect(see(undefined, 'push')).toBeUndefined();
  });
});

test('what cannot be read is an exception, whatever its age', () => {
  const row = { kind: 'intent', id: 'intent:key-1', since: SINCE } as const;
  expect(needsAPerson({ ...row, isUnreadable: true }, NOON)).toBe(true);
  expect(needsAPerson(row, NOON)).toBe(false);
  expect(unreadable({ ...row, isUnreadable: true })).toEqual({
    ...row,
    reason: 'unreadable',
    detail: 'Its item in the table is not as our code writes it',
    proposal: UNREADABLE,
    actions: [],
  });
});
