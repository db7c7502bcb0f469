import { styleText } from 'node:util';
import type { HttpRequestSeen } from '#emulator/aws/http-api.ts';
import { readNames, shown } from './names.ts';

const WEBHOOK_PATH = '/webhooks/moment';
const PATH_LENGTH_MAX = 200;

export const isDelivery = ({ method, path }: HttpRequestSeen): boolean =>
  method === 'POST' && (path === WEBHOOK_PATH || path.startsWith(`${WEBHOOK_PATH}/`));

/** `09:30:11  -->  200  obligation.amount_applied  evt_...`: one request, on one line. */
export function toLiveLine(seen: HttpRequestSeen, now: Date): string {
  const { method, path, status, requestBody, responseBody, milliseconds } = seen;
  const event = isDelivery(seen) ? readNames(requestBody) : {};
  const { code } = status >= 400 ? readNames(responseBody) : {};
  return [
    styleText('dim', now.toTimeString().slice(0, 8)),
    '-->',
    styleText(status < 400 ? 'green' : 'red', String(status)),
    ...(isDelivery(seen)
      ? [shown(event.type), shown(event.id)]
      : [method, shown(path, PATH_LENGTH_MAX)]),
    ...(code === undefined ? [] : [shown(code)]),
    styleText('dim', `${Math.round(milliseconds)} ms`),
  ].join('  ');
}

/** The same for what became of an event later: `09:30:12       applied  ...` */
export function toLaterLine(text: string, now: Date): string {
  return `${styleText('dim', now.toTimeString().slice(0, 8))}       ${text}`;
}
