import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { LOWERS_ITS_OWN_BALANCE, PAYMENT_RULES } from './assumptions.ts';
import { sendAnswer } from './problem.ts';
import type { PaymentRules } from './records.ts';
import { AMOUNT_MAX, body, parse } from './schemas.ts';

const CALLS_MAX = 10_000;
const SLOW_MS_MAX = 60_000;
const RETRY_AFTER_MAX = 3600;

const Rules = body({
  min_amount: z.int().min(1).max(AMOUNT_MAX),
  max_amount: z.int().min(1).max(AMOUNT_MAX),
  underpayment_allowed: z.boolean(),
  overpayment_allowed: z.boolean(),
});

const Values = body({
  /** Whether Moment lowers the balance of a customer or account itself when it is paid; a bill's it always does. */
  moment_lowers: z.boolean(),
  /** Of what is created from now on; null: none, so that nobody can pay it. */
  payment_rules: Rules.nullable(),
  /** How late the answers of `/billing` and `/collect` are. */
  slow_ms: z.int().min(0).max(SLOW_MS_MAX),
  /** How many writes are still to be done without an answer. */
  lose_answers: z.int().min(0).max(CALLS_MAX),
  /** How many calls are still to be refused, and the seconds of their Retry-After. */
  refuse_with_429: body({
    calls: z.int().min(0).max(CALLS_MAX),
    retry_after: z.int().min(0).max(RETRY_AFTER_MAX).default(1),
  }),
});
type Values = z.infer<typeof Values>;

/** How this Moment behaves where the real one may, or where it may fail. Not kept: each run begins anew. */
export class Settings {
  #values: Values;

  constructor({ momentLowers = LOWERS_ITS_OWN_BALANCE }: { momentLowers?: boolean | undefined }) {
    this.#values = {
      moment_lowers: momentLowers,
      payment_rules: PAYMENT_RULES,
      slow_ms: 0,
      lose_answers: 0,
      refuse_with_429: { calls: 0, retry_after: 1 },
    };
  }

  get values(): Values {
    return this.#values;
  }

  /** @throws Problem that names what is wrong; then nothing is changed */
  change(sent: unknown): void {
    this.#values = Values.parse({ ...this.#values, ...parse(Values.partial(), sent) });
  }

  /** The seconds of Retry-After, if this call is one to be refused. */
  takeRefusal(): number | undefined {
    const { calls, retry_after } = this.#values.refuse_with_429;
    if (calls === 0) return undefined;
    this.#values = { ...this.#values, refuse_with_429: { calls: calls - 1, retry_after } };
    return retry_after;
  }

  /** Whether the answer to this write is one to be lost. */
  takeLostAnswer(): boolean {
    const { lose_answers } = this.#values;
    if (lose_answers === 0) return false;
    this.#values = { ...this.#values, lose_answers: lose_answers - 1 };
    return true;
  }

  rulesOfNew(): { payment_rules?: PaymentRules } {
    const { payment_rules } = this.#values;
    return payment_rules === null ? {} : { payment_rules };
  }
}

/** What is not sent stays as it is. */
export function addSettingsRoutes(app: FastifyInstance, settings: Settings): void {
  app.get('/sandbox/settings', (_request, reply) =>
    sendAnswer(reply, { status: 200, body: settings.values }),
  );

  app.put('/sandbox/settings', ({ body: sent }, reply) => {
    settings.change(sent);
    return sendAnswer(reply, { status: 200, body: settings.values });
  });
}
