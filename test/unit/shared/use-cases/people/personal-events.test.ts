import { describe, expect, test } from 'vitest';
import type { EventCause } from '#shared/models/cause.ts';
import type { ChainedEntry } from '#shared/models/chain.ts';
import type { PaymentEntry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import { personalEventOf } from '#shared/use-cases/people/personal-events.ts';
import { amountApplied, CUSTOMER, movement, obligation, opening } from '#test/support/factories.ts';
import { postingOf } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';

const OWED = obligation();
const AT = '2026-11-28T12:00:00.000Z';
const ofItem = (item: LedgerItem) => personalEventOf(item, OWED);
const held = (event: HeldEvent, waits = false) => ofItem({ kind: 'held', event, waits });
const goneOf = (of: string | undefined, more: Partial<HeldEvent> = {}): HeldEvent => {
  const { raw: _raw, ...event } = heldEvent({ id: 'e', type: 'x', data: {} });
  return { ...event, ...(of !== undefined && { redacted: { of, at: AT } }), ...more };
};

describe('an item keeps nothing of what Moment told of a person, where it', () => {
  const { entry } = opening();
  if (!entry) throw new Error('no entry');
  const { cause: _cause, ...line } = entry;

  test.each<[string, LedgerItem]>([
    ['is an opening', { kind: 'entry', entry }],
    ['has lost its cause', { kind: 'entry', entry: line as ChainedEntry }],
    ['is the obligation', { kind: 'obligation', obligation: OWED }],
    ['is beside the ledger', { kind: 'beside' }],
    ['cannot be read', { kind: 'unreadable', key: 'x', detail: 'y' }],
  ])('%s', (_what, item) => {
    expect(ofItem(item)).toBeUndefined();
  });
});

describe('the event of an entry on another obligation', () => {
  const elsewhere = (
    change: Partial<EventCause>,
    action: 'apply' | 'apply_to' | undefined = 'apply_to',
  ) => {
    const [payment] = postingOf([movement(amountApplied())]).entries as [PaymentEntry];
    const decided = action && { action, actor: 'sub', reason: 'other' as const };
    const cause: EventCause = { ...payment.cause, ...(decided && { decided }), ...change };
    const entry = { ...payment, obligationId: 'bcus_x', key: 'pay_1@bcus_x', cause };
    return ofItem({ kind: 'entry', entry });
  };
  const at = (of: string) => ({ raw: undefined, redacted: { of, at: AT } });

  test('is theirs where a person had count there what Moment told of them', () => {
    expect(elsewhere({})).toEqual({
      kind: 'whole',
      key: { kind: 'entry', entryKey: 'pay_1@bcus_x' },
    });
    expect(elsewhere(at(CUSTOMER))).toEqual({ kind: 'gone' });
  });

  test('is not where it names them nowhere, or went with somebody else, or nobody decided', () => {
    expect(elsewhere({ raw: Buffer.from('{}') })).toBeUndefined();
    expect(elsewhere(at('bcus_y'))).toBeUndefined();
    expect(elsewhere({ raw: undefined })).toBeUndefined();
    expect(elsewhere({}, 'apply')).toBeUndefined();
    const [payment] = postingOf([movement(amountApplied())]).entries as [PaymentEntry];
    expect(
      ofItem({ kind: 'entry', entry: { ...payment, obligationId: 'bcus_x' } }),
    ).toBeUndefined();
  });
});

describe('a held event', () => {
  test('whose bytes went with the person is gone, with or without the id that it is about', () => {
    expect(held(goneOf(CUSTOMER))).toEqual({ kind: 'gone' });
    expect(held(goneOf('bcus_x', { obligationId: CUSTOMER }))).toEqual({ kind: 'gone' });
  });

  test('whose bytes went with somebody else, or with nobody, is not theirs', () => {
    expect(held(goneOf('bcus_x'))).toBeUndefined();
    expect(held(goneOf(undefined))).toBeUndefined();
    expect(held(goneOf('bcus_x', { obligationId: 'bcus_x' }))).toBeUndefined();
  });

  test('is theirs by the id that was read of it, however its bytes spell that', () => {
    const spelt = CUSTOMER.replace('_', '\\u005f');
    const event = heldEvent(`{"id":"e","type":"x","data":{"customer_id":"${spelt}"}}`);
    expect(event.obligationId).toBe(CUSTOMER);
    const { hash, eventId, paymentId } = event;
    const key = { kind: 'held', held: { hash, eventId, paymentId } };
    expect(held(event)).toEqual({ kind: 'whole', key });
    expect(held(event, true)).toEqual({ kind: 'waits', event });
  });
});
