import type { FastifyInstance } from 'fastify';
import { CreateAccount, UpdateAccount } from './billing-schemas.ts';
import { customerOf } from './customers.ts';
import type { Idempotency } from './idempotency.ts';
import { newId } from './ids.ts';
import { type Answer, notFound, sendAnswer } from './problem.ts';
import { type Account, type MomentRecords, patched, refuseTaken } from './records.ts';
import { parse, requireCurrency } from './schemas.ts';
import type { Settings } from './settings.ts';

type WithId = { Params: { id: string } };

/** docs.momentco.io /api-reference/billing/accounts */
export function addAccountRoutes(
  app: FastifyInstance,
  records: MomentRecords,
  settings: Settings,
  idempotency: Idempotency,
): void {
  app.post('/billing/accounts', (request, reply) =>
    idempotency.once(request, reply, (): Answer => {
      const facts = parse(CreateAccount, request.body);
      return { status: 201, body: createAccount(records, settings, facts) };
    }),
  );

  app.get<WithId>('/billing/accounts/:id', ({ params }, reply) =>
    sendAnswer(reply, { status: 200, body: findAccount(records, params.id) }),
  );

  app.patch<WithId>('/billing/accounts/:id', ({ params, body }, reply) => {
    const account = patched(findAccount(records, params.id), parse(UpdateAccount, body));
    requireCurrency(account);
    records.accounts.put(account);
    return sendAnswer(reply, { status: 200, body: account });
  });
}

/** The account that is named, or a new one. @throws Problem 404, 409 */
export function accountOf(
  records: MomentRecords,
  settings: Settings,
  named: string | CreateAccount,
): Account {
  return typeof named === 'string'
    ? findAccount(records, named)
    : createAccount(records, settings, named);
}

/** A new customer stays although its account is refused. */
function createAccount(
  records: MomentRecords,
  settings: Settings,
  { customer, ...facts }: CreateAccount,
): Account {
  const { id } = customerOf(records, settings, customer);
  refuseTaken('account', records.accounts, facts);
  const account = { id: newId('bacc'), customer_id: id, ...facts, ...settings.rulesOfNew() };
  records.accounts.put(account);
  return account;
}

/** @throws Problem 404 */
export function findAccount({ accounts }: MomentRecords, idOrReference: string): Account {
  const account = accounts.find(idOrReference);
  if (!account) throw notFound(`account ${idOrReference}`);
  return account;
}
