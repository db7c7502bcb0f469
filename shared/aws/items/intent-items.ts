import { type AnyCreationIntent, Intent } from '#shared/models/intent.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { parse } from '#shared/models/parsing.ts';
import { PERSONAL_MEMBERS } from '#shared/models/person.ts';
import { ATTENTION } from './held-items.ts';
import { INTENT, type Item, intentKey } from './keys.ts';

/** A finished intent needs no attention. */
const FINISH = 'SET done = :done REMOVE attention, attentionAt';

/** Nor does a finished creation need to say who it is: the profile does. */
export const WHO_IT_IS = {
  path: PERSONAL_MEMBERS.map((member) => `#request.#${member}`).join(', '),
  names: Object.fromEntries(['request', ...PERSONAL_MEMBERS].map((name) => [`#${name}`, name])),
};

export const FINISH_CREATION = {
  UpdateExpression: `${FINISH}, ${WHO_IT_IS.path}`,
  ExpressionAttributeNames: WHO_IT_IS.names,
};

/** How an intent goes on once one of the parts of what it creates is opened: it forgets who that was. */
export function openPartOf(intent: AnyCreationIntent, kind: ObligationKind) {
  if (intent.operation === 'create_customer') {
    return { ...FINISH_CREATION, ExpressionAttributeValues: { ':done': intent.done } };
  }
  const forget = PERSONAL_MEMBERS.map((member) => `#request.#part.#${member}`).join(', ');
  const names = { ...WHO_IT_IS.names, '#part': kind };
  if (intent.done) {
    return {
      UpdateExpression: `${FINISH}, ${forget}`,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':done': intent.done },
    };
  }
  return {
    UpdateExpression: `SET #made = :made, momentKey = :momentKey REMOVE ${forget}`,
    ExpressionAttributeNames: { ...names, '#made': 'made' },
    ExpressionAttributeValues: { ':made': intent.made, ':momentKey': intent.momentKey },
  };
}

/** Nobody asks again what for: it is the merchant's own text. */
export const FINISH_PRESENTATION = {
  UpdateExpression: `${FINISH}, #request.facts.description`,
  ExpressionAttributeNames: { '#request': 'request' },
};

/** An unfinished one needs attention: perhaps nobody asks for it again. */
export function toIntentItem({ key, ...intent }: Intent, dueAt: string): Item {
  return {
    ...intentKey(key),
    ...intent,
    attention: ATTENTION.intent,
    attentionAt: dueAt,
  };
}

export function fromIntentItem(item: Item): Intent {
  return parse(Intent, { ...item, key: intentKeyOf(item) });
}

export function intentKeyOf({ pk }: Item): string {
  return String(pk).slice(INTENT.length);
}
