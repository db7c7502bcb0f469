import { styleText } from 'node:util';
import * as z from 'zod';
import type { HttpRequestSeen } from '#emulator/aws/http-api.ts';

const Named = z.object({ id: z.unknown(), type: z.unknown(), code: z.unknown() }).partial();
const WEBHOOK_PATH = '/webhooks/moment';

export const isDelivery = ({ method, path }: HttpRequestSeen): boolean =>
  method === 'POST' && path === WEBHOOK_PATH;

/** `09:30:11  -->  200  obligation.amount_applied  evt_...`: one request, on one line. */
export function toLiveLine(seen: HttpRequestSeen, now: Date): string {
  const { method, path, status, requestBody, responseBody, milliseconds } = seen;
  const event = isDelivery(seen) ? readNames(requestBody) : {};
  const { code } = status >= 400 ? readNames(responseBody) : {};
  return [
    styleText('dim', now.toTimeString().slice(0, 8)),
    '-->',
    styleText(status < 400 ? 'green' : 'red', String(status)),
    ...(isDelivery(seen) ? [shown(event.type), shown(event.id)] : [method, path]),
    ...(code === undefined ? [] : [shown(code)]),
    styleText('dim', `${Math.round(milliseconds)} ms`),
  ].join('  ');
}

// Bytes from anywhere go to a terminal: no control characters, and no more than fits.
function shown(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80) : '-';
}

function readNames(body: Buffer): z.infer<typeof Named> {
  try {
    return Named.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return {};
  }
}
