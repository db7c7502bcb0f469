import { randomUUID } from 'node:crypto';
import { FunctionEnvironment, FunctionError } from './function-environment.ts';
import type { LambdaDefinition } from './lambda-definition.ts';

/** One machine's worth of concurrency; further invocations wait. */
export const CONCURRENCY_MAX = 4;

/** The execution environments of one function: warm ones first, new ones while all are busy. */
export class FunctionPool {
  readonly definition: LambdaDefinition;
  readonly #onLog: (line: string) => void;
  readonly #all = new Set<FunctionEnvironment>();
  readonly #idle: FunctionEnvironment[] = [];
  readonly #waiting: ((environment: FunctionEnvironment | undefined) => void)[] = [];
  readonly #concurrencyMax: number;
  #closed = false;

  constructor(definition: LambdaDefinition, onLog: (line: string) => void) {
    this.definition = definition;
    this.#onLog = onLog;
    this.#concurrencyMax = Math.min(
      CONCURRENCY_MAX,
      definition.reservedConcurrency ?? CONCURRENCY_MAX,
    );
  }

  async invoke(event: unknown): Promise<unknown> {
    const environment = await this.#acquire();
    const requestId = randomUUID();
    try {
      return await environment.invoke(event, requestId);
    } catch (error) {
      const { message, cause } = error as Error;
      this.#onLog(`ERROR ${requestId} ${typeof cause === 'string' && cause ? cause : message}`);
      throw error;
    } finally {
      this.#release(environment);
    }
  }

  processes(): number[] {
    return [...this.#all].flatMap(({ pid }) => pid ?? []);
  }

  close(): void {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake(undefined);
    for (const environment of this.#all) environment.kill();
  }

  async #acquire(): Promise<FunctionEnvironment> {
    const environment = this.#idle.pop() ?? this.#start() ?? (await this.#wait());
    if (!environment) throw new FunctionError(`${this.definition.name}: the local stack is closed`);
    return environment;
  }

  #start(): FunctionEnvironment | undefined {
    if (this.#closed || this.#all.size >= this.#concurrencyMax) return undefined;
    const environment = new FunctionEnvironment(this.definition, this.#onLog, (ended) =>
      this.#forget(ended),
    );
    this.#all.add(environment);
    return environment;
  }

  #wait(): Promise<FunctionEnvironment | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(environment: FunctionEnvironment): void {
    // One that ended is replaced when its exit is told.
    if (!environment.alive) return;
    const next = this.#waiting.shift();
    if (next) next(environment);
    else this.#idle.push(environment);
  }

  #forget(environment: FunctionEnvironment): void {
    this.#all.delete(environment);
    const index = this.#idle.indexOf(environment);
    if (index >= 0) this.#idle.splice(index, 1);
    if (this.#waiting.length === 0) return;
    const replacement = this.#start();
    if (replacement) this.#waiting.shift()?.(replacement);
  }
}
