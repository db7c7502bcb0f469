import * as z from 'zod';
import { visibleText } from '#shared/models/visible-text.ts';

const Names = z
  .object({
    id: z.unknown(),
    type: z.unknown(),
    code: z.unknown(),
    webhook_id: z.unknown(),
    encoding: z.enum(['utf8', 'base64']).catch('utf8'),
    body: z.unknown(),
  })
  .partial();

/** The few members that a line on the screen shows, of bytes that may be anything. */
export function readNames(json: Buffer | string): z.infer<typeof Names> {
  try {
    return Names.parse(JSON.parse(json.toString('utf8')));
  } catch {
    return {};
  }
}

/** A text from anywhere goes to a terminal: nothing in it hides, and no more than fits. */
export function shown(value: unknown, lengthMax = 80): string {
  if (typeof value !== 'string') return '-';
  const text = visibleText(value.slice(0, lengthMax + 1));
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 3)}...` : text;
}
