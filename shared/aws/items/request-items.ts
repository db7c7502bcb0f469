import * as z from 'zod/mini';
import { parse } from '#shared/models/parsing.ts';
import { type KeptRequest, type MadeRequest, Presented } from '#shared/models/presented.ts';
import { type Item, itemKeyOf, requestKey, SK } from './keys.ts';

export function toRequestItem(obligationId: string, request: MadeRequest): Item {
  return { ...requestKey(obligationId, request.id), ...request };
}

const SettledAlone = z.object({ settledBy: z.string() });

/** Undefined where its payment came first, and it is not kept yet. */
export function fromRequestItem(item: Item): Presented | undefined {
  if ('id' in item) return parse(Presented, item);
  parse(SettledAlone, item);
  return undefined;
}

export function fromKeptRequestItem(item: Item): KeptRequest {
  const { pk, sk } = itemKeyOf(item);
  const { description } = fromRequestItem(item) ?? {};
  const { settledBy } = parse(z.partial(SettledAlone), item);
  return { obligationId: pk, requestId: sk.slice(SK.request.length), description, settledBy };
}
