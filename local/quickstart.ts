import * as z from 'zod';
import { formatAmount } from '#shared/models/format-amount.ts';
import { visibleText } from '#shared/models/visible-text.ts';
import { describeOutcome, type EventOutcome } from './outcome-line.ts';

const OWED = 2000;
const POLL_MS = 50;
const POLLS_MAX = 400;

const Customer = z.object({
  id: z.string(),
  external_reference: z.string(),
  balance: z.int(),
  currency: z.string(),
});
const PaymentRequest = z.object({ id: z.string(), url: z.string(), amount: z.int() });
const Payment = z.object({
  id: z.string(),
  events: z.array(z.object({ id: z.string(), type: z.string() })),
});
const Deliveries = z.object({
  data: z.array(
    z.object({
      event_id: z.string().nullable(),
      state: z.string(),
      last_status: z.int().nullable(),
    }),
  ),
});
const Entries = z.object({
  data: z.array(
    z.object({
      sequence: z.int(),
      type: z.string(),
      amount: z.int(),
      ending_balance: z.int(),
      currency: z.string(),
      payment_id: z.string().nullish(),
    }),
  ),
});

type Print = (line: string) => void;
type Merchant = {
  readonly apiUrl: string;
  readonly sandboxUrl: string;
  /** What became of an event, as far as it is known. */
  settled(eventId: string): EventOutcome | undefined;
};

/** Moment's customer-balance quickstart, played once over HTTP: nothing here is made up. */
export async function playQuickstart(
  { apiUrl, sandboxUrl, settled }: Merchant,
  print: Print,
): Promise<void> {
  const step = (name: string, ...facts: string[]) =>
    print(`  ${name.padEnd(20)}${facts.join('  ')}`.trimEnd());

  const customer = await post(`${apiUrl}/customers`, Customer, {
    external_reference: `QUICKSTART-${Date.now()}`,
    name: 'Jane Doe',
    currency: 'ZAR',
    balance: OWED,
  });
  const { currency } = customer;
  step('customer created', customer.id, `owes ${formatAmount(customer.balance, currency)}`);

  const request = await post(`${apiUrl}/customers/${customer.id}/payment-requests`, PaymentRequest);
  step('balance presented', request.url);

  const payment = await post(`${sandboxUrl}/sandbox/payments`, Payment, {
    payment_request: request.id,
  });
  step('payment made', payment.id, formatAmount(request.amount, currency));

  for (const { id, type } of payment.events) {
    const { last_status } = await until(async () => {
      const { data } = await get(`${sandboxUrl}/sandbox/deliveries`, Deliveries);
      return data.find(({ event_id, state }) => event_id === id && state === 'delivered');
    });
    step('webhook verified', String(last_status), type, id);
  }
  for (const { id } of payment.events) {
    step('event settled', describeOutcome(await until(async () => settled(id))));
  }

  const reconciled = await until(async () => {
    const seen = await get(`${apiUrl}/customers/${customer.id}`, Customer);
    return seen.balance === OWED - request.amount ? seen : undefined;
  });
  step('balance', formatAmount(reconciled.balance, currency), 'two events told of one payment');

  const { data } = await get(`${apiUrl}/customers/${customer.id}/entries`, Entries);
  for (const entry of data.toReversed()) {
    step(
      'entry',
      String(entry.sequence),
      entry.type.padEnd(7),
      formatAmount(entry.amount, currency).padStart(11),
      '->',
      formatAmount(entry.ending_balance, currency).padStart(9),
      entry.payment_id ?? '',
    );
  }
}

const get = <T>(url: string, schema: z.ZodType<T>) => call(url, schema, { method: 'GET' });
const post = <T>(url: string, schema: z.ZodType<T>, body: unknown = {}) =>
  call(url, schema, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function call<T>(url: string, schema: z.ZodType<T>, init: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${init.method} ${url} answered ${response.status}: ${visibleText(text)}`);
  return schema.parse(JSON.parse(text));
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let polls = 0; polls < POLLS_MAX; polls += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error('The quickstart did not get further; run again with --verbose to see why');
}
