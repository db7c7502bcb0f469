import * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import type { Intent } from '#shared/models/intent.ts';
import { MinorUnits } from '#shared/models/money.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { PaymentRequestFacts } from '#shared/models/payment-request.ts';
import type { LedgerStore } from '#shared/ports/ledger.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import { momentRefused } from '#shared/use-cases/moment-refused.ts';
import { findCustomer } from '#shared/use-cases/obligations/find-obligation.ts';
import {
  type CommandAnswer,
  callMoment,
  type IntentDeps,
  newIntent,
  requireSameRequest,
} from '#shared/use-cases/once.ts';

export type PresentDeps = IntentDeps & { readonly ledger: LedgerStore; readonly moment: MomentApi };

/** docs.momentco.io /api-reference/collect/payment_request/create, as far as it is the merchant's to choose. */
export const Presentation = z.strictObject({
  /** Minor units; left out: the whole balance. */
  amount: z.optional(MinorUnits.check(z.positive('must be positive'))),
  description: z.optional(z.string().check(z.maxLength(500))),
  expires_at: z.optional(z.iso.datetime({ offset: true })),
});
export type Presentation = z.infer<typeof Presentation>;

export type PresentCommand = {
  /** Moment's id or the merchant's `external_reference`. */
  readonly customer: string;
  readonly presentation: Presentation;
  readonly idempotencyKey: string | undefined;
  /** Epoch milliseconds after which Moment is not asked again. */
  readonly deadline: number;
};

/**
 * Presents what a customer owes as a Moment Payment Request. It carries our obligation's id, by which its
 * payment is known again.
 *
 * @throws ServiceError `customer.not_found`, `balance.*`, `amount.exceeds_balance`, `idempotency_key.reused`, `moment.*`
 */
export async function presentBalance(
  command: PresentCommand,
  deps: PresentDeps,
): Promise<CommandAnswer> {
  const customer = await findCustomer(command.customer, deps.ledger);
  const key = command.idempotencyKey ?? deps.randomness.uuid();
  const asked = [customer.id, command.presentation];
  // A replay is answered before the balance is looked at: it may be paid by now.
  const stored = await deps.intents.find(key);
  const request = stored ? stored.request : factsToPresent(customer, command.presentation);
  const proposed = newIntent({ key, operation: 'present_balance', asked, request }, deps);
  const begun = await deps.intents.begin(proposed);
  if (begun.kind === 'begun') return finishPresentation(proposed, command.deadline, deps);
  requireSameRequest(begun.intent, proposed);
  if (begun.intent.answer) return { ...begun.intent.answer, replayed: true };
  return finishPresentation(begun.intent, command.deadline, deps);
}

/** What to ask of Moment, decided once: a retry after a crash asks for the same amount. */
function factsToPresent(
  customer: Obligation,
  { amount, description, expires_at }: Presentation,
): PaymentRequestFacts {
  if (!isTracked(customer)) {
    throw new ServiceError(
      'balance.not_tracked',
      `${customer.id} was created without a balance, so there is none to present`,
    );
  }
  const { balance, currency } = customer;
  if (balance <= 0) {
    throw new ServiceError(
      'balance.nothing_due',
      `The balance of ${customer.id} is ${balance}; only a positive one is due`,
      {
        members: { balance, currency },
      },
    );
  }
  if (amount !== undefined && amount > balance) {
    throw new ServiceError(
      'amount.exceeds_balance',
      `${amount} is more than the balance of ${balance}`,
      {
        members: { balance, currency },
      },
    );
  }
  return {
    amount: amount ?? balance,
    currency,
    type: 'link',
    external_reference: customer.externalReference,
    description,
    expires_at,
    metadata: { obligation_id: customer.id },
  };
}

async function finishPresentation(
  intent: Intent,
  deadline: number,
  deps: PresentDeps,
): Promise<CommandAnswer> {
  const facts = intent.request as PaymentRequestFacts;
  const { result } = await callMoment(intent, deps, (momentKey) =>
    deps.moment.createPaymentRequest(facts, momentKey, deadline),
  );
  if (result.kind === 'refused' && result.status === 409) {
    // Perhaps an earlier try of ours, that we stopped waiting for. Forgetting it would present the balance twice.
    throw new ServiceError(
      'moment.unavailable',
      `Moment may still be at work on this (409 ${result.title}); send the request again with ${intent.key} as its Idempotency-Key`,
      { members: { idempotency_key: intent.key } },
    );
  }
  if (result.kind === 'refused') {
    await deps.intents.discard(intent.key);
    throw momentRefused(result);
  }
  const customer = {
    customer_id: facts.metadata['obligation_id'],
    external_reference: facts.external_reference,
  };
  const answer = { status: 201, body: { ...result.value, ...customer } };
  await deps.intents.finish(intent.key, answer);
  return { ...answer, replayed: false };
}
