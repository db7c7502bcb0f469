import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problemResponse, toProblem } from '#shared/api/problem.ts';
import { Breach } from './breach.ts';
import type { Ended } from './runner.ts';
import type { Tally } from './tally.ts';

/** The only thing that our code has no word for, and may answer with a 500. */
export class LostConnection extends Error {
  constructor() {
    super('socket hang up');
  }
}

/** What the merchant gets to see. */
export type Answer = {
  readonly status: number;
  /** Of a problem. */
  readonly code?: string | undefined;
  readonly retryAfter?: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Moment, which is down often here, and the table, which is throttled for hours, set the measure. */
const FAILED_SHARE_MAX = 0.95;
const FEW = 400;

/** Every answer is counted, and of those that are failures each must have its reason. */
export class Answers {
  readonly #tally: Tally;
  readonly #break: (message: string) => void;
  #count = 0;
  #failed = 0;

  constructor(tally: Tally, breaks: (message: string) => void) {
    this.#tally = tally;
    this.#break = breaks;
  }

  /** As the HTTP API hands it to the merchant; undefined where nothing comes back. */
  read(name: string, ended: Ended<APIGatewayProxyStructuredResultV2>): Answer | undefined {
    if (ended.kind === 'died') return undefined;
    const { statusCode, headers, body } =
      ended.kind === 'answered' ? ended.answer : problemResponse(toProblem(ended.error));
    const told = JSON.parse(body ?? '{}') as Record<string, unknown>;
    const { code } = told;
    const retryAfter = headers?.['retry-after'];
    const answer = {
      status: statusCode ?? 200,
      code: typeof code === 'string' ? code : undefined,
      retryAfter: retryAfter === undefined ? undefined : String(retryAfter),
      body: told,
    };
    this.#count += 1;
    this.#tally.add(`answered ${answer.status} ${answer.code ?? ''}`.trimEnd());
    if (answer.status >= 500) {
      this.#failed += 1;
      this.#checkFailure(name, answer, ended.kind === 'failed' ? ended.error : undefined);
    }
    return answer;
  }

  /** Of all answers in a world, once there were a few. @throws Breach */
  checkShare(isCalm: boolean): void {
    const share = this.#failed / Math.max(1, this.#count);
    if (isCalm && this.#failed > 0) throw new Breach(`${this.#failed} answers failed for nothing`);
    if (this.#count > FEW && share > FAILED_SHARE_MAX) {
      throw new Breach(`${this.#failed} of ${this.#count} answers failed`);
    }
  }

  #checkFailure(name: string, { status, code, retryAfter }: Answer, error: unknown): void {
    if (code === 'internal') {
      if (!(error instanceof LostConnection)) this.#break(`${name} was answered 500: ${error}`);
      return;
    }
    if (retryAfter === undefined) this.#break(`${name} was answered ${status} ${code} and no when`);
  }
}
