import * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import type { CustomerFacts } from '#shared/models/customer.ts';
import type { KeptAccountFacts, KeptBillFacts } from '#shared/models/new-obligation.ts';
import type { ObligationAtMoment, ObligationChanges } from '#shared/models/obligation-at-moment.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { ParseError, parse, tryParse } from '#shared/models/parsing.ts';
import type { PaymentRequest, PaymentRequestFacts } from '#shared/models/payment-request.ts';
import { obligationAnswer } from '#shared/moment/wire/obligation.ts';
import { PaymentRequestAnswer } from '#shared/moment/wire/payment-request.ts';
import type { MomentAnswer, MomentApi, OnAccount, OnCustomer } from '#shared/ports/moment.ts';
import type { MomentReply, MomentTransport } from './moment-transport.ts';

/** docs.momentco.io /api-reference/getting-started/errors; members beyond these are not documented. */
const NO_TITLE = 'Moment gave no title';
// A refusal is one in whatever form: something in between may answer in Moment's place.
const Refusal = z.catch(
  z.object({
    title: z.catch(z.string().check(z.maxLength(300)), NO_TITLE),
    detail: z.catch(z.optional(z.string().check(z.maxLength(1000))), undefined),
  }),
  { title: NO_TITLE },
);

/** Moment's API over HTTP. */
export class HttpMomentApi implements MomentApi {
  readonly #transport: MomentTransport;

  constructor(transport: MomentTransport) {
    this.#transport = transport;
  }

  async createCustomer(
    facts: CustomerFacts,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
    const reply = await this.#post('/billing/customers', facts, momentKey, deadline);
    return read(reply, obligationAnswer('customer'));
  }

  async createPaymentRequest(
    obligationId: string,
    facts: PaymentRequestFacts,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<PaymentRequest>> {
    const body = { ...facts, type: 'link', metadata: { obligation_id: obligationId } };
    const reply = await this.#post('/collect/payment_requests', body, momentKey, deadline);
    return read(reply, PaymentRequestAnswer);
  }

  async expirePaymentRequest(
    id: string,
    expiresAt: string,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<PaymentRequest>> {
    const body = { expires_at: expiresAt };
    const call = { method: 'PATCH', path: requestPath(id), momentKey, body, deadline } as const;
    return read(await this.#transport.send(call), PaymentRequestAnswer);
  }

  async findPaymentRequest(id: string, deadline: number): Promise<PaymentRequest | undefined> {
    return this.#find(requestPath(id), PaymentRequestAnswer, deadline);
  }

  async createAccount(
    facts: KeptAccountFacts & OnCustomer,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
    const reply = await this.#post('/billing/accounts', facts, momentKey, deadline);
    return read(reply, obligationAnswer('account'));
  }

  async createBill(
    facts: KeptBillFacts & (OnCustomer | OnAccount),
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
    const reply = await this.#post('/billing/bills', facts, momentKey, deadline);
    return read(reply, obligationAnswer('bill'));
  }

  async findAtMoment(
    kind: ObligationKind,
    idOrReference: string,
    deadline: number,
  ): Promise<ObligationAtMoment | undefined> {
    return this.#find(pathOf(kind, idOrReference), obligationAnswer(kind), deadline);
  }

  async updateAtMoment(
    kind: ObligationKind,
    id: string,
    changes: ObligationChanges,
    deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
    const path = pathOf(kind, id);
    const reply = await this.#transport.send({ method: 'PATCH', path, body: changes, deadline });
    const answer = read(reply, obligationAnswer(kind));
    return answer.kind === 'done' && reply.afterUnanswered
      ? { ...answer, afterUnanswered: true }
      : answer;
  }

  #post(path: string, body: unknown, momentKey: string, deadline: number): Promise<MomentReply> {
    return this.#transport.send({ method: 'POST', path, momentKey, body, deadline });
  }

  async #find<T>(path: string, schema: z.ZodMiniType<T>, deadline: number): Promise<T | undefined> {
    const reply = await this.#transport.send({ method: 'GET', path, deadline });
    if (reply.status === 404) return undefined;
    const answer = read(reply, schema);
    if (answer.kind === 'done') return answer.value;
    const { status, title } = answer.told;
    const words = `Moment answered ${status} to a look-up`;
    throw new ServiceError('moment.failed', words, { detail: `${words}: ${title}` });
  }
}

function requestPath(id: string): string {
  return `/collect/payment_requests/${encodeURIComponent(id)}`;
}

function pathOf(kind: ObligationKind, idOrReference: string): string {
  return `/billing/${kind}s/${encodeURIComponent(idOrReference)}`;
}

function read<T>(
  { status, body, afterUnanswered }: MomentReply,
  schema: z.ZodMiniType<T>,
): MomentAnswer<T> {
  if (status >= 400) {
    const refusal = parse(Refusal, body);
    const told = { status, ...refusal };
    return { kind: status === 409 ? 'conflict' : 'refused', told, afterUnanswered };
  }
  const parsed = tryParse(schema, body);
  if (parsed.ok) return { kind: 'done', value: parsed.value };
  throw new ServiceError(
    'moment.failed',
    'Moment answered something else than its documentation says',
    { cause: new ParseError(parsed.problems) },
  );
}
