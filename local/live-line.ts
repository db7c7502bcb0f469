import { styleText } from 'node:util';
import type { HttpRequestSeen } from '#emulator/aws/http-api.ts';
import type { PublishedEvent } from '#emulator/aws/pipes.ts';
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

/** `09:30:12  <--  Ledger Entry Recorded  payment  2  pay_...@bcus_...`: what a bus would have. */
export function toPublishedLine({ detailType, detail }: PublishedEvent, now: Date): string {
  const { type, sequence, state, reason, id } = detail;
  return [
    styleText('dim', now.toTimeString().slice(0, 8)),
    '<--',
    detailType,
    ...[type ?? state, sequence, reason, id]
      .filter((told) => told !== undefined && told !== '')
      .map((told) => shown(told)),
  ].join('  ');
}
