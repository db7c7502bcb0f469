import { styleText } from 'node:util';
import * as z from 'zod';
import type { FailedMessage } from '#emulator/aws/event-source-mapping.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import { readRecord } from './log-record.ts';
import { readNames, shown } from './names.ts';

const Text = z.string().optional().catch(undefined);
const Amount = z.int().optional().catch(undefined);
/** What a function logs of an event; a member that it leaves out is a column that is missing. */
const Logged = z.object({
  message: z.enum(['event.settled', 'event.failed', 'message.forged', 'message.unreadable']),
  event_id: Text,
  webhook_id: Text,
  message_id: Text,
  payment_id: Text,
  obligation_id: Text,
  outcome: Text,
  reason: Text,
  detail: Text,
  amount: Amount,
  ending_balance: Amount,
  currency: Text,
  error: z.object({ name: Text, code: Text, message: Text }).optional().catch(undefined),
});
export type EventOutcome = z.infer<typeof Logged>;

/** What a log line tells of an event, if it does. */
export function readOutcome(line: string): EventOutcome | undefined {
  return readRecord(line, Logged);
}

/** `applied  ZAR 20.00 -> 0.00  evt_...  pay_...  bcus_...`, `quarantined  currency_mismatch  ...`, `failed  ledger.busy  ...` */
export function describeOutcome(logged: EventOutcome): string {
  const { message, outcome, error, event_id, webhook_id, message_id } = logged;
  const { payment_id, obligation_id } = logged;
  const kind = message === 'event.settled' ? shown(outcome) : message.replace(/^\w+\./, '');
  const reason = logged.reason ?? error?.code ?? error?.name;
  const detail = logged.detail ?? error?.message;
  return [
    styleText(COLOURS[kind] ?? 'red', kind),
    reason && shown(reason),
    describeMove(logged),
    shown(event_id ?? webhook_id ?? message_id),
    payment_id && shown(payment_id),
    obligation_id && shown(obligation_id),
    detail && shown(detail, DETAIL_LENGTH_MAX),
    message.startsWith('message.') ? 'moved to the dead letters' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('  ');
}

const DETAIL_LENGTH_MAX = 160;
const COLOURS: Readonly<Record<string, 'green' | 'dim' | 'yellow' | undefined>> = {
  applied: 'green',
  duplicate: 'dim',
  ignored: 'dim',
  unmatched: 'yellow',
};

function describeMove({ amount, ending_balance, currency }: EventOutcome): string | undefined {
  if (amount === undefined || ending_balance === undefined || currency === undefined) {
    return undefined;
  }
  const after = formatAmount(ending_balance, currency).replace(`${currency} `, '');
  return shown(`${formatAmount(ending_balance - amount, currency)} -> ${after}`);
}

/** `try 1 of 10  again in 1 s  evt_...`, `dead after 10 tries  evt_...` */
export function describeFailed(failed: FailedMessage): string {
  const { messageId, body, tries, triesMax, next } = failed;
  const event = shown(eventIdOf(body) ?? messageId);
  if (next !== 'dead letter') {
    return `try ${tries} of ${triesMax ?? 'any'}  again in ${next.retryInSeconds} s  ${event}`;
  }
  return [styleText('red', `dead after ${tries} tries`), event, 'moved to the dead letters'].join(
    '  ',
  );
}

/** The event in a message of our queue, else the delivery. */
function eventIdOf(message: string): unknown {
  const { webhook_id, encoding, body } = readNames(message);
  const event = typeof body === 'string' ? readNames(Buffer.from(body, encoding)) : {};
  return event.id ?? webhook_id;
}
