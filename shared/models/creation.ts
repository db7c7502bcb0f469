import type { AnyCreationIntent, CreationDone, Intent } from './intent.ts';
import type { CreationParts, NewObligation } from './new-obligation.ts';
import type { ObligationKind } from './obligation-id.ts';

/** In which Moment creates what is nested, and so do we. */
const ORDER = ['customer', 'account', 'bill'] as const satisfies readonly ObligationKind[];

export type NewReference = { readonly kind: ObligationKind; readonly externalReference: string };

export function isCreation(intent: Intent): intent is AnyCreationIntent {
  return intent.operation !== 'present_balance';
}

/** All that it creates, or has created. */
export function partsOf(intent: AnyCreationIntent): CreationParts {
  return intent.operation === 'create_customer' ? { customer: intent.request } : intent.request;
}

/** The references of what it has not opened yet. */
export function referencesOf(intent: AnyCreationIntent): readonly NewReference[] {
  const parts = partsOf(intent);
  const made = madeBy(intent);
  return ORDER.flatMap((kind) => {
    const externalReference = parts[kind]?.external_reference;
    return externalReference === undefined || made[kind] ? [] : [{ kind, externalReference }];
  });
}

/** What is to be created next; the last part of an intent, once it is done. */
export function nextPart(intent: AnyCreationIntent): NewObligation {
  const { customer, account, bill, ...existing } = partsOf(intent);
  const made = madeBy(intent);
  const customerId = existing.customerId ?? made.customer?.obligationId;
  const accountId = existing.accountId ?? made.account?.obligationId;
  if (customer && !made.customer) return { kind: 'customer', facts: customer };
  if (account && !made.account) return { kind: 'account', facts: account, customerId };
  if (bill) return { kind: 'bill', facts: bill, customerId, accountId };
  throw new Error(`The intent ${intent.key} creates nothing`);
}

/**
 * The intent once its next part is opened.
 *
 * @param momentKey under which the part after it is created
 */
export function afterPart(
  intent: AnyCreationIntent,
  { kind }: NewObligation,
  done: CreationDone,
  momentKey: string,
): AnyCreationIntent {
  if (intent.operation === 'create_customer' || intent.operation === `create_${kind}`) {
    return { ...intent, done };
  }
  return { ...intent, momentKey, made: { ...intent.made, [kind]: done } };
}

/** Ids of all that a finished creation opened, the last of them first. */
export function openedBy(
  intent: AnyCreationIntent,
  { obligationId, customerId, accountId }: CreationDone,
): readonly string[] {
  const { customer, account } = partsOf(intent);
  const ids = [
    obligationId,
    account && obligationId !== accountId ? accountId : undefined,
    customer ? customerId : undefined,
  ];
  return ids.filter((id) => id !== undefined);
}

function madeBy(intent: AnyCreationIntent): {
  readonly [kind in ObligationKind]?: CreationDone | undefined;
} {
  return intent.operation === 'create_customer' ? {} : intent.made;
}
