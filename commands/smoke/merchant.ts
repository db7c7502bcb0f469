import { type Answer, describe, type StackApi } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import {
  CustomerResponse,
  EntriesResponse,
  type EntryResponse,
} from '#shared/api/response-schemas.ts';
import { parse } from '#shared/models/parsing.ts';

export type TestCustomer = {
  readonly id: string;
  readonly currency: string;
  readonly isNew: boolean;
};

const CURRENCY = 'ZAR';
const AGAIN = 'Run this again in a minute';
const WAYS_OUT: Readonly<Record<string, string>> = {
  'moment.unauthorised': 'Moment does not accept the API key: docs/deploy.md#fill-in-the-secrets',
  'moment.unavailable': AGAIN,
  'moment.failed': AGAIN,
  'customer.creation_pending': AGAIN,
  'customer.exists_at_moment':
    'A stack that is gone, or another stage, made that customer: choose another with --customer',
};

/** @throws Wrong if one who does not say who they are is answered */
export async function checkUnsignedCall({ callUnsigned }: StackApi, reference: string) {
  const answer = await callUnsigned?.('GET', `/customers/${reference}`);
  if (!answer || answer.status === 401 || answer.status === 403) return answer;
  throw new Wrong(
    `A call that is not signed is answered ${describe(answer)}`,
    'Anybody may read your customers: deploy again, and look at the authorizer of the API in the console',
  );
}

/** The customer of this reference: used if there is one, else created, here and at Moment. */
export async function findTestCustomer(api: StackApi, reference: string): Promise<TestCustomer> {
  const found = await api.call('GET', `/customers/${reference}`);
  const isNew = found.code === 'customer.not_found';
  const customer = parse(
    CustomerResponse,
    bodyOf(isNew ? await create(api, reference) : found, isNew ? 201 : 200),
  );
  const { id, currency, balance_tracked: isTracked } = customer;
  if (isTracked && currency !== undefined) return { id, currency, isNew };
  throw new Wrong(`${reference} was created without a balance`, 'Choose another with --customer');
}

/** Newest first. */
export async function listEntries(
  api: StackApi,
  { id }: TestCustomer,
): Promise<readonly EntryResponse[]> {
  const answer = await api.call('GET', `/customers/${id}/entries?limit=100`);
  return parse(EntriesResponse, bodyOf(answer, 200)).data;
}

function create(api: StackApi, external_reference: string): Promise<Answer> {
  const name = 'Smoke test, nobody';
  return api.call('POST', '/customers', {
    external_reference,
    name,
    currency: CURRENCY,
    balance: 0,
  });
}

function bodyOf(answer: Answer, expected: number): unknown {
  if (answer.status === expected) return answer.body;
  throw new Wrong(`The API answers ${describe(answer)}`, wayOut(answer));
}

function wayOut({ status, code }: Answer): string {
  if (code !== undefined) return WAYS_OUT[code] ?? `docs/errors.md says what ${code} is`;
  if (status === 401 || status === 403) {
    return 'With IAM these credentials need execute-api:Invoke; with a JWT API_TOKEN must have a valid one, with a scope to read and one to write';
  }
  return status === 500 || status === 503
    ? 'The function does not start, or is throttled: see its log group, and docs/deploy.md#lambdas-concurrency'
    : 'Is the stack that of this version? Deploy it';
}
