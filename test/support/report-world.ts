import type { Change } from '#shared/models/change.ts';
import { kindOf } from '#shared/models/obligation-id.ts';
import { changeBalance } from '#shared/use-cases/changes/change-balance.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { ACTOR } from './changes.ts';
import { amountApplied, incoming, open, opening } from './factories.ts';
import { createMemoryDeps } from './memory-deps.ts';
import { NO_DEADLINE } from './world.ts';

const OWNER = { customer: 'customer_id', account: 'account_id', bill: 'bill_id' } as const;

/** A merchant's months, in memory: each step happens when the clock says. */
export function createReportWorld(zone = 'Africa/Johannesburg') {
  const deps = { ...createMemoryDeps(), zone };
  const heads = deps.kindHeads;
  let count = 0;
  const isoNow = () => new Date(deps.clock.now()).toISOString();
  return {
    ...deps,
    heads,
    /** @param at ISO 8601; never back */
    goTo: (at: string) => deps.clock.advance(Date.parse(at) - deps.clock.now()),
    open: (facts: Parameters<typeof opening>[0] & { readonly id: string }) => {
      const kind = kindOf(facts.id);
      const openedAt = isoNow();
      const more = { ...(kind === 'bill' && { paid: 0 }), openedAt, recordedAt: openedAt };
      const whole = { kind, externalReference: `REF-${facts.id}`, ...more, ...facts };
      return open(deps, opening(whole as Parameters<typeof opening>[0]));
    },
    /** @returns key of the entry */
    change: async (id: string, change: Change): Promise<string> => {
      count += 1;
      const asking = { key: `key-${count}`, actor: ACTOR, reason: 'new_charge' } as const;
      const command = { kind: kindOf(id), id, change, asking, deadline: NO_DEADLINE };
      const { done } = await changeBalance(command, deps);
      return done.kind === 'entered' ? done.entry.key : '';
    },
    /** @returns key of the entry */
    pay: async (id: string, amount: number, more: object = {}): Promise<string> => {
      count += 1;
      const { customer_id: _, ...data } = amountApplied().data;
      const event = amountApplied({
        id: `evt_${count}`,
        data: {
          ...data,
          customer_id: undefined,
          [OWNER[kindOf(id)]]: id,
          ...{ id: `ob_${count}`, payment_id: `pay_${count}`, amount, created_at: isoNow() },
          ...more,
        },
      });
      const webhookTimestamp = deps.clock.now() / 1000;
      const delivery = { webhookTimestamp, receivedAt: isoNow(), webhookId: `msg_${count}` };
      await settleEvents([incoming(event, delivery)], NO_DEADLINE, deps);
      return `pay_${count}@${id}`;
    },
  };
}
export type ReportWorld = ReturnType<typeof createReportWorld>;
