import { ServiceError } from '#shared/errors.ts';
import { tryParse } from '#shared/models/parsing.ts';
import { PaymentAnswer } from '#shared/moment/wire/payment.ts';
import type { PaymentReferences } from '#shared/ports/reconciling.ts';
import type { Clock } from '#shared/ports/world.ts';
import type { MomentTransport } from './moment-transport.ts';

/** For one payment, with all that is tried again. */
const ANSWER_MS_MAX = 60_000;

/** Asks Moment's API for each payment. */
export class HttpPaymentReferences implements PaymentReferences {
  readonly #transport: Pick<MomentTransport, 'send'>;
  readonly #clock: Clock;

  constructor(transport: Pick<MomentTransport, 'send'>, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  async findReference(paymentId: string): Promise<string | undefined> {
    const { status, body } = await this.#transport.send({
      method: 'GET',
      path: `/collect/payments/${encodeURIComponent(paymentId)}`,
      deadline: this.#clock.now() + ANSWER_MS_MAX,
    });
    if (status === 404) return undefined;
    const answer = tryParse(PaymentAnswer, body);
    if (status === 200 && answer.ok) return answer.value.reconciliation_reference;
    throw new ServiceError('moment.failed', `Moment answered ${status} to a look-up of a payment`);
  }
}
