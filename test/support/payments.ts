import { request } from './sender.ts';

export const OWED = 1_000_000;

export type Paid = {
  readonly id: string;
  readonly type: string;
  readonly data: { amount: number };
};
export type Plan = {
  readonly customers: readonly string[];
  /** In the order in which they are sent; some are there twice. */
  readonly events: readonly Paid[];
  /** What each customer owes once every event has counted once. */
  readonly balances: ReadonlyMap<string, number>;
};

/** `count` payments over `customers` new customers, every tenth of them told twice. */
export async function planPayments(
  apiUrl: string,
  { customers: customerCount, count, name }: { customers: number; count: number; name: string },
): Promise<Plan> {
  const customers: string[] = [];
  const waiting = Array.from({ length: customerCount }, (_, index) => `${name}-${index}`).values();
  const worker = async () => {
    for (const reference of waiting) customers.push(await createCustomer(apiUrl, reference));
  };
  // No more at once than there are processes for: on a slow machine the others would wait for too long.
  await Promise.all(Array.from({ length: 4 }, worker));
  const balances = new Map(customers.map((id) => [id, OWED]));
  const events = Array.from({ length: count }, (_, index) => {
    const customer = customers[(index * 7) % customerCount] ?? '';
    const amount = 1 + ((index * 7919) % 997);
    balances.set(customer, (balances.get(customer) ?? 0) - amount);
    return {
      id: `evt_${name}${String(index).padStart(20, '0')}`,
      type: 'obligation.amount_applied',
      data: {
        id: `ob_${name}${index}`,
        amount,
        currency: 'ZAR',
        payment_id: `pay_${name}${index}`,
        customer_id: customer,
      },
    };
  });
  const twice = events.flatMap((event, index) => (index % 10 === 9 ? [event, event] : [event]));
  return { customers, events: twice, balances };
}

async function createCustomer(apiUrl: string, reference: string): Promise<string> {
  const answer = await request('POST', `${apiUrl}/customers`, {
    external_reference: reference,
    currency: 'ZAR',
    balance: OWED,
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  return String(answer.body['id']);
}

/** Reads the balances until they are as planned, or until they no longer change. */
export async function settle(apiUrl: string, { balances }: Plan): Promise<Map<string, number>> {
  let seen = new Map<string, number>();
  for (let polls = 0, quiet = 0; polls < 300 && quiet < 30; polls += 1) {
    const late = [...balances.keys()].filter((id) => seen.get(id) !== balances.get(id));
    // What was as planned is read once more at the end: it may have gone past it.
    if (late.length === 0) return readBalances(apiUrl, [...balances.keys()]);
    const read = await readBalances(apiUrl, late);
    quiet = [...read].every(([id, balance]) => seen.get(id) === balance) ? quiet + 1 : 0;
    seen = new Map([...seen, ...read]);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return readBalances(apiUrl, [...balances.keys()]);
}

async function readBalances(apiUrl: string, ids: readonly string[]): Promise<Map<string, number>> {
  const balances = new Map<string, number>();
  for (const id of ids) {
    const { body } = await request('GET', `${apiUrl}/customers/${id}`);
    balances.set(id, Number(body['balance']));
  }
  return balances;
}

export type Line = {
  readonly id: string;
  readonly sequence: number;
  readonly type: string;
  readonly amount: number;
  readonly ending_balance: number;
};

/** A customer's whole statement, oldest first, by following the cursor. */
export async function readStatement(apiUrl: string, id: string, limit = 100): Promise<Line[]> {
  const lines: Line[] = [];
  let cursor: string | null = null;
  do {
    const page = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await request(
      'GET',
      `${apiUrl}/customers/${id}/entries?limit=${limit}${page}`,
    );
    lines.push(...(body['data'] as Line[]));
    cursor = body['next_cursor'] as string | null;
  } while (cursor !== null);
  return lines.toReversed();
}

/** Whether a statement adds up: no gap in the sequence, and each ending balance the sum so far. */
export function addsUp(lines: readonly Line[]): boolean {
  let sum = 0;
  return lines.every(({ sequence, amount, ending_balance }, index) => {
    sum += amount;
    return sequence === index + 1 && ending_balance === sum;
  });
}
