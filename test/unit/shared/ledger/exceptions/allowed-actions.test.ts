import { expect, test } from 'vitest';
import { allowedActions } from '#shared/ledger/exceptions/allowed-actions.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Resolution } from '#shared/models/resolution.ts';

const dismissed: Resolution = {
  ...{ action: 'dismiss', actor: 'sub', reason: 'billing_error', requestHash: 'hash' },
  ...{ at: '2026-06-18T12:00:00.000Z', state: 'stale' },
};

test.each<[HeldEvent['state'], HeldEvent['reason'], string]>([
  ['unmatched', 'obligation_unknown', 'adopt apply_to apply dismiss'],
  ['quarantined', 'malformed', 'dismiss'],
  ['quarantined', 'amount_not_positive', 'dismiss'],
  ['quarantined', 'payment_unidentified', 'apply apply_to dismiss'],
  ['quarantined', 'currency_mismatch', 'apply_to dismiss'],
  ['quarantined', 'balance_not_tracked', 'apply_to dismiss'],
  ['quarantined', 'balance_out_of_range', 'apply dismiss'],
  ['quarantined', 'payment_retold', 'apply dismiss'],
  ['quarantined', 'perhaps_told_twice', 'apply dismiss'],
  ['quarantined', 'perhaps_contained', 'apply dismiss'],
  ['stale', 'signed_too_long_ago', 'apply apply_to dismiss'],
  ['stale', 'signed_ahead_of_time', 'apply apply_to dismiss'],
  ['ignored', 'type_without_meaning', ''],
  ['ignored', 'not_presented_by_us', ''],
  ['ignored', 'told_by_application', ''],
  ['ignored', 'contained_in_opening', ''],
])('%s as %s: %s', (state, reason, actions) => {
  expect(allowedActions({ state, reason, resolution: undefined }).join(' ')).toBe(actions);
});

test('what is resolved is to be decided by nobody', () => {
  const stale = { state: 'stale', reason: 'signed_too_long_ago' } as const;
  expect(allowedActions({ ...stale, resolution: dismissed })).toEqual([]);
});

test('what was dismissed as stale and came again is to be decided anew', () => {
  const again = { state: 'unmatched', reason: 'obligation_unknown' } as const;
  expect(allowedActions({ ...again, resolution: dismissed })).toContain('adopt');
});
