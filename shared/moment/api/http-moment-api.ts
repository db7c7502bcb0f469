import * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { type CustomerFacts, MomentCustomer } from '#shared/models/customer.ts';
import { ParseError, parse, tryParse } from '#shared/models/parsing.ts';
import { MomentPaymentRequest, type PaymentRequestFacts } from '#shared/models/payment-request.ts';
import type { MomentAnswer, MomentApi } from '#shared/ports/moment.ts';
import type { MomentReply, MomentTransport } from './moment-transport.ts';

/** docs.momentco.io /api-reference/getting-started/errors; members beyond these are not documented. */
const NO_TITLE = 'Moment gave no title';
// A refusal is one in whatever form: something in between may answer in Moment's place.
const Refusal = z.catch(
  z.looseObject({
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
  ): Promise<MomentAnswer<MomentCustomer>> {
    const reply = await this.#transport.send({
      method: 'POST',
      path: '/billing/customers',
      momentKey,
      body: facts,
      deadline,
    });
    return read(reply, MomentCustomer);
  }

  async findCustomer(
    externalReference: string,
    deadline: number,
  ): Promise<MomentCustomer | undefined> {
    const path = `/billing/customers/${encodeURIComponent(externalReference)}`;
    const reply = await this.#transport.send({ method: 'GET', path, deadline });
    if (reply.status === 404) return undefined;
    const answer = read(reply, MomentCustomer);
    if (answer.kind === 'done') return answer.value;
    throw new ServiceError(
      'moment.failed',
      `Moment answered ${answer.status} to a look-up: ${answer.title}`,
    );
  }

  async createPaymentRequest(
    facts: PaymentRequestFacts,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<MomentPaymentRequest>> {
    const path = '/collect/payment_requests';
    const reply = await this.#transport.send({
      method: 'POST',
      path,
      momentKey,
      body: facts,
      deadline,
    });
    return read(reply, MomentPaymentRequest);
  }
}

function read<T>(
  { status, body, afterUnanswered }: MomentReply,
  schema: z.ZodMiniType<T>,
): MomentAnswer<T> {
  if (status >= 400) {
    const { title, detail } = parse(Refusal, body);
    return { kind: 'refused', status, title, detail, afterUnanswered };
  }
  const parsed = tryParse(schema, body);
  if (parsed.ok) return { kind: 'done', value: parsed.value };
  throw new ServiceError(
    'moment.failed',
    'Moment answered something else than its documentation says',
    { cause: new ParseError(parsed.problems) },
  );
}
