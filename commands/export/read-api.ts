import { setTimeout } from 'node:timers/promises';
import { describe, type ReadAnswer, type StackReads } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { ListResponse } from '#shared/api/response-schemas.ts';
import { tryParse } from '#shared/models/parsing.ts';
import { hasBalance, type Listed } from './listed.ts';
import type { Kind } from './options.ts';

type Schema<T> = Parameters<typeof tryParse<T>>[0];
export type Query = Readonly<Record<string, string | undefined>>;

const TRIES = 7;
const WAIT_MS_MAX = 30_000;
const PER_PAGE = '100';
/** So many are read at once: a statement may have 5 MB. */
export const AT_ONCE = 8;

/** Reads of a stack, one after another, that wait where it asks to. */
export class ReadApi {
  readonly #api: StackReads;
  readonly #stop: AbortSignal;

  constructor(api: StackReads, stop: AbortSignal) {
    this.#api = api;
    this.#stop = stop;
  }

  /** @throws Wrong where the stack refuses, or is of another version */
  async json<T>(schema: Schema<T>, path: string, query: Query = {}): Promise<T> {
    const { text } = await this.#read(`${path}${toQuery(query)}`, 'application/json');
    const parsed = tryParse(schema, JSON.parse(text));
    if (parsed.ok) return parsed.value;
    throw new Wrong(
      `${path} is not answered as this version has it`,
      'Deploy the stack anew, or take the command of its version',
    );
  }

  /** All pages as one CSV, in pieces. */
  async *csv(path: string, query: Query): AsyncGenerator<string> {
    let next: string | undefined = toQuery(query);
    for (let isFirst = true; next !== undefined; isFirst = false) {
      const page: ReadAnswer = await this.#read(`${path}${next}`, 'text/csv');
      yield isFirst ? page.text : withoutHeader(page.text);
      next = page.next;
    }
  }

  /** Those of one kind that have a balance, by `external_reference`. */
  async *listTracked(kind: Kind): AsyncGenerator<Listed> {
    let cursor: string | undefined;
    do {
      const page = await this.json(ListResponse, `/${kind}`, { limit: PER_PAGE, cursor });
      yield* page.data.filter(hasBalance);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }

  async #read(path: string, accept: Parameters<StackReads['read']>[1]): Promise<ReadAnswer> {
    for (let tried = 1; ; tried += 1) {
      this.#stop.throwIfAborted();
      const answer = await this.#api.read(path, accept);
      if (answer.status === 200) return answer;
      const isBusy = [429, 500, 502, 503, 504].includes(answer.status);
      if (!isBusy || tried === TRIES) throw refused(path, answer);
      const seconds = answer.retryAfter ?? 2 ** (tried - 1);
      const wait = Math.min(seconds * 1000, WAIT_MS_MAX);
      await setTimeout(wait, undefined, { signal: this.#stop });
    }
  }
}

function toQuery(query: Query): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parts.set(name, value);
  return parts.size === 0 ? '' : `?${parts}`;
}

/** The header of ours has no line break in it. */
function withoutHeader(csv: string): string {
  return csv.slice(csv.indexOf('\r\n') + 2);
}

function refused(path: string, { status, text, code }: ReadAnswer): Wrong {
  const todo =
    status === 401 || status === 403
      ? 'It takes the right to read: infra/policies/reader.json, or a JWT with the scope read in API_TOKEN'
      : code === 'request.invalid' || code === 'ageing.not_taken'
        ? 'Correct the option that it names'
        : 'docs/errors.md has each code';
  return new Wrong(`GET ${path} is answered ${describe({ status, body: text })}`, todo);
}
