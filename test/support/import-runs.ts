import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importInto, openImport } from '#commands/import/import-into.ts';
import { readOptions } from '#commands/import/options.ts';
import { createStackApi } from '#commands/kit/stack-api.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import type { startTestMerchant } from './local-merchant.ts';

type Merchant = Awaited<ReturnType<typeof startTestMerchant>>;
type Asked = { readonly answer?: boolean; readonly onAsked?: () => void };
type Read = Readonly<Record<string, unknown>>;

/** `npm run import` as it is run, into the stack of a test. */
export function importRuns({ stack }: Pick<Merchant, 'stack'>) {
  const read = async (path: string) => {
    const response = await fetch(`${stack.apiUrl}${path}`);
    return (await response.json()) as Read;
  };
  return {
    read,
    async run(path: string, args: readonly string[], { answer, onAsked }: Asked = {}) {
      const options = readOptions([path, ...args]);
      if (!options) throw new Error('Help imports nothing');
      const lines: string[] = [];
      const asked: string[] = [];
      const status = await importInto(await openImport(options), options, {
        api: createStackApi({ ...stack, webhookUrl: '' }),
        clock: systemClock,
        randomness: systemRandomness,
        print: { line: (text) => void lines.push(text), lines: () => {}, json: () => {} },
        view: () => ({ count: () => {}, close: () => {} }),
        stop: new AbortController().signal,
        ask:
          answer === undefined
            ? undefined
            : async (question) => {
                asked.push(question);
                onAsked?.();
                return answer;
              },
      });
      return { status, lines, asked, counts: countsIn(lines) };
    },
    /** All of a kind whose reference begins so. */
    async list(kind: string, prefix: string) {
      const found: Read[] = [];
      for (let cursor: unknown = ''; cursor !== null; ) {
        const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(String(cursor))}`;
        const page = await read(`/${kind}?limit=100&prefix=${prefix}${query}`);
        found.push(...(page['data'] as Read[]));
        cursor = page['next_cursor'];
      }
      return found;
    },
  };
}

/** Of create, update, unchanged and refused, as they were printed. */
export function countsIn(lines: readonly string[]): readonly string[] {
  return ['create', 'update', 'unchanged', 'refused'].map((name) =>
    lines.flatMap((line) => new RegExp(`^ {2}${name} +([\\d,]+)`).exec(line)?.[1] ?? []).join(),
  );
}

export function writeInto(directory: string, name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}
