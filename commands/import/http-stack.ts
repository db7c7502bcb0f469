import * as z from 'zod';
import { type Answer, describe, type StackApi } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import {
  AccountResponse,
  AccountsResponse,
  BillResponse,
  BillsResponse,
  CustomerResponse,
  CustomersResponse,
} from '#shared/api/response-schemas.ts';
import type { Wanted } from '#shared/models/import-row.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { parse } from '#shared/models/parsing.ts';
import type {
  ImportedLedger,
  ImportedWrites,
  Later,
  Refused,
  Sent,
  Standing,
} from '#shared/ports/importing.ts';

type One = CustomerResponse | AccountResponse | BillResponse;
type Page = { readonly data: readonly One[]; readonly next_cursor: string | null };

const PATHS = { customer: '/customers', account: '/accounts', bill: '/bills' } as const;
const ONE: Readonly<Record<ObligationKind, (body: unknown) => One>> = {
  customer: (body) => parse(CustomerResponse, body),
  account: (body) => parse(AccountResponse, body),
  bill: (body) => parse(BillResponse, body),
};
const PAGE: Readonly<Record<ObligationKind, (body: unknown) => Page>> = {
  customer: (body) => parse(CustomersResponse, body),
  account: (body) => parse(AccountsResponse, body),
  bill: (body) => parse(BillsResponse, body),
};
const PAGE_LIMIT = 100;
const Problem = z.object({
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), detail: z.string() })).default([]),
});
const HasId = z.object({ id: z.string() });

/** A stack as an import sees it, over the API that every merchant calls. */
export function createHttpStack(
  api: Pick<StackApi, 'call'>,
  note: string,
): ImportedLedger & ImportedWrites {
  const ask = (method: string, path: string, body?: object, key?: string) =>
    askOnce(api, method, path, body, key);
  const send = async (...request: Parameters<typeof ask>): Promise<Sent> => {
    const answer = await ask(...request);
    if ('kind' in answer) return answer;
    if (answer.status >= 400) return refusalOf(answer);
    return { kind: 'done', id: HasId.parse(answer.body).id };
  };
  return {
    async find(kind, reference) {
      const answer = await ask('GET', `${PATHS[kind]}/${reference}`);
      if ('kind' in answer) return answer;
      if (answer.code === `${kind}.not_found`) return { kind: 'found', standing: undefined };
      return { kind: 'found', standing: standingOf(ONE[kind](bodyOf(answer))) };
    },
    async list(kind, cursor) {
      const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await ask('GET', `${PATHS[kind]}?limit=${PAGE_LIMIT}${query}`);
      if ('kind' in answer) return answer;
      const page = PAGE[kind](bodyOf(answer));
      return {
        kind: 'listed',
        data: page.data.map((one) => ({
          reference: one.external_reference,
          standing: standingOf(one),
        })),
        next: page.next_cursor ?? undefined,
      };
    },
    create: ({ kind, facts }: Wanted, key) => send('POST', PATHS[kind], facts, key),
    setBalance: (kind: ObligationKind, id, { balance, expectedSequence }, key) =>
      send(
        'PUT',
        `${PATHS[kind]}/${id}/balance`,
        { balance, expected_sequence: expectedSequence, note },
        key,
      ),
    changeContact: (kind, id, contact) => send('PATCH', `${PATHS[kind]}/${id}`, contact),
  };
}

async function askOnce(
  api: Pick<StackApi, 'call'>,
  method: string,
  path: string,
  body?: object,
  key?: string,
): Promise<Answer | Later> {
  try {
    const answer = await api.call(method, path, body, key ? { 'idempotency-key': key } : {});
    if (answer.status === 401 || answer.status === 403) throw notAllowed(answer);
    return isPassing(answer) ? laterOf(answer) : answer;
  } catch (error) {
    if (!(error instanceof Wrong) || error.cause === undefined) throw error;
    // Whether it was done nobody knows: it is asked again under the same key.
    return { kind: 'later', afterMs: undefined, isBusy: true, detail: error.message };
  }
}

function isPassing({ status, code }: Answer): boolean {
  return status === 429 || status >= 500 || code?.endsWith('.creation_pending') === true;
}

function laterOf(answer: Answer): Later {
  return {
    kind: 'later',
    afterMs: answer.retryAfter === undefined ? undefined : answer.retryAfter * 1000,
    isBusy: answer.status === 429 || answer.status === 503,
    detail: describe(answer),
  };
}

function notAllowed(answer: Answer): Wrong {
  return new Wrong(
    `The API answers ${describe(answer)}`,
    'With IAM these credentials need execute-api:Invoke; with a JWT API_TOKEN must have a valid one, with a scope to read and one to write',
  );
}

function refusalOf(answer: Answer): Refused {
  const read = Problem.safeParse(answer.body);
  return {
    kind: 'refused',
    code: answer.code ?? String(answer.status),
    detail: read.data?.detail ?? describe(answer),
    members: read.data?.errors ?? [],
  };
}

function bodyOf(answer: Answer): unknown {
  if (answer.status === 200) return answer.body;
  throw new Wrong(
    `The API answers ${describe(answer)}`,
    'Is the stack that of this version? Deploy it',
  );
}

function standingOf(one: One): Standing {
  const isBill = 'amount_due' in one;
  const { email, phone } = one as Partial<CustomerResponse>;
  return {
    id: one.id,
    sequence: one.sequence,
    currency: one.currency,
    balance: isBill || one.balance_tracked ? one.balance : undefined,
    paid: isBill ? one.amount_paid : 0,
    contact: {
      name: isBill ? undefined : one.name,
      email,
      phone,
      metadata: one.metadata,
    },
    ...(isBill && { billDate: one.bill_date, dueDate: one.due_date }),
  };
}
