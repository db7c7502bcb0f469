import { type HeldKey, heldWith } from './held-event.ts';
import { ObligationId } from './obligation-id.ts';
import { tryParse } from './parsing.ts';

/** What waits for a person, by what it is kept under. */
export type ExceptionKey =
  | { readonly kind: 'event'; readonly held: HeldKey }
  | { readonly kind: 'intent'; readonly key: string }
  /** Moment could not be told of an obligation's balance, or has another than we know a cause for. */
  | { readonly kind: 'push' | 'drift'; readonly obligationId: string };

/** SHA-256 of an event's body, and what it is kept with, which may be any text of Moment's. */
const EVENT = /^event:([\w-]{43}):(.+)$/;
const INTENT = /^intent:(.+)$/;
const AT_MOMENT = /^(push|drift):(.+)$/;

/** ASCII whatever is in it, so that it can be a part of a path. */
export function exceptionId(key: ExceptionKey): string {
  switch (key.kind) {
    case 'event':
      return `event:${key.held.hash}:${escapeText(heldWith(key.held))}`;
    case 'intent':
      return `intent:${escapeText(key.key)}`;
    default:
      return `${key.kind}:${key.obligationId}`;
  }
}

/** Undefined where no exception has such an id. */
export function readExceptionId(id: string): ExceptionKey | undefined {
  const [, hash, heldWithText] = EVENT.exec(id) ?? [];
  if (hash !== undefined) {
    const kept = unescapeText(heldWithText);
    return kept === undefined ? undefined : { kind: 'event', held: { hash, paymentId: kept } };
  }
  const key = unescapeText(INTENT.exec(id)?.[1]);
  if (key !== undefined) return { kind: 'intent', key };
  const [, kind, obligationId] = AT_MOMENT.exec(id) ?? [];
  const parsed = tryParse(ObligationId, obligationId);
  if (!parsed.ok) return undefined;
  return { kind: kind === 'push' ? 'push' : 'drift', obligationId: parsed.value };
}

/** What the table gives back of a text that is not well-formed is. */
function escapeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function unescapeText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
