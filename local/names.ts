import * as z from 'zod';

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

/** Bytes from anywhere go to a terminal: no control characters, and no more than fits. */
export function shown(value: unknown, lengthMax = 80): string {
  if (typeof value !== 'string') return '-';
  const text = value.replaceAll(/[^\x20-\x7e]/g, '?');
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 3)}...` : text;
}
