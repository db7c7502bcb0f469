import { describe, expect, test } from 'vitest';
import { refusal, wallsOf } from '#test/support/walls/restrictions.ts';
import { readSources, type Source, toSource } from '#test/support/walls/source.ts';

const LINES_MAX = 200;

const sources = readSources();

test.each(sources.map((source) => [source.path, source] as const))(
  '%s lies behind one wall and imports only what may pass it',
  (path, { imports }) => {
    expect(wallsOf(path)).toHaveLength(1);
    const refused = imports.flatMap((each) => {
      const reason = refusal(path, each);
      return reason ? [`${each.target}: ${reason}`] : [];
    });
    expect(refused).toEqual([]);
  },
);

/** What no file does; `bad` and `good` show that the rule can tell. */
type Rule = {
  readonly name: string;
  readonly breaks: (source: Source) => boolean;
  readonly bad: readonly (readonly [path: string, text: string])[];
  readonly good: readonly (readonly [path: string, text: string])[];
};

const isIn = (...folders: readonly string[]) => new RegExp(`^(${folders.join('|')})/`);

const NOWHERE: readonly Rule[] = [
  {
    name: 'but in one place is a schema asked directly, without the options that all parsing has',
    breaks: ({ path, text }) =>
      isIn('shared', 'functions').test(path) &&
      path !== 'shared/models/parsing.ts' &&
      /(?<!JSON|Date)\.(safeP|p)arse(Async)?\(/.test(text),
    bad: [
      ['shared/models/entry.ts', 'Entry.parse(item);'],
      ['functions/webhook/handler.ts', 'await Body.safeParseAsync(body);'],
    ],
    good: [
      ['shared/models/parsing.ts', 'schema.safeParse(value);'],
      ['shared/models/entry.ts', 'JSON.parse(text); Date.parse(text);'],
      ['commands/verify/options.ts', 'Options.parse(values);'],
    ],
  },
  {
    name: 'that a person runs writes to a terminal but through what shows all that would hide',
    breaks: ({ path, text }) =>
      isIn('commands', 'local', 'emulator', 'bench', 'test/simulation').test(path) &&
      !['commands/kit/print.ts', 'local/print.ts', 'commands/kit/progress.ts'].includes(path) &&
      /\bconsole\.|= console\b|\b(stdout|stderr|stream)\??\.write\(/.test(text),
    bad: [
      ['commands/verify/main.ts', 'console.log(line);'],
      ['local/main.ts', 'const { error } = console;'],
      ['test/simulation/main.ts', 'process.stdout.write(text);'],
    ],
    good: [
      ['commands/verify/main.ts', 'stdout.line(line);'],
      ['commands/kit/print.ts', 'stream.write(text);'],
      ['test/unit/local/cli.test.ts', 'console.log(line);'],
    ],
  },
  {
    name: 'but in a main.ts and in tests is the environment read',
    breaks: ({ path, text }) =>
      !/(^|\/)main\.ts$|^test\//.test(path) && text.includes('process.env'),
    bad: [
      ['shared/lambda/read-env.ts', 'process.env.TABLE_NAME;'],
      ['functions/webhook/not-main.ts', 'process.env;'],
    ],
    good: [
      ['functions/webhook/main.ts', 'readEnv(WebhookEnv, process.env);'],
      ['test/support/npm-start.ts', '({ ...process.env });'],
    ],
  },
  {
    name: 'does a function read its environment before its stack traces name their sources',
    breaks: ({ path, text }) =>
      /^functions\/[^/]+\/main\.ts$/.test(path) &&
      text.includes('readEnv(') &&
      text.search(/\breadEnv\(/) < text.search(/\bcreateTelemetry\(/),
    bad: [['functions/webhook/main.ts', 'a = readEnv(Env, b);\nc = createTelemetry();']],
    good: [['functions/webhook/main.ts', 'c = createTelemetry();\na = readEnv(Env, b);']],
  },
  {
    name: 'does a function hold more than its main.ts, handler.ts and env.ts',
    breaks: ({ path }) => /^functions\/(?![^/]+\/(main|handler|env)\.ts$)/.test(path),
    bad: [
      ['functions/webhook/signature.ts', ''],
      ['functions/read-body.ts', ''],
      ['functions/webhook/parts/main.ts', ''],
    ],
    good: [
      ['functions/webhook/main.ts', ''],
      ['functions/webhook/handler.ts', ''],
      ['functions/webhook/env.ts', ''],
    ],
  },
  {
    name: `is a file longer than ${LINES_MAX} lines, tables of tests aside`,
    breaks: ({ path, text }) =>
      !path.startsWith('test/') && text.split('\n').length > LINES_MAX + 1,
    bad: [['shared/models/entry.ts', 'a;\n'.repeat(LINES_MAX + 1)]],
    good: [
      ['shared/models/entry.ts', 'a;\n'.repeat(LINES_MAX)],
      ['test/unit/table.test.ts', 'a;\n'.repeat(LINES_MAX + 1)],
    ],
  },
  {
    name: 'is the clock or chance asked but where the system is joined',
    breaks: ({ path, text }) =>
      isIn('shared', 'functions').test(path) &&
      path !== 'shared/lambda/system.ts' &&
      /Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(/.test(text),
    bad: [
      ['shared/ledger/decide-events.ts', 'Date.now();'],
      ['shared/use-cases/sweep.ts', 'new Date();'],
      ['shared/api/cursor.ts', 'Math.random();'],
      ['functions/webhook/main.ts', 'crypto.randomUUID();'],
    ],
    good: [
      ['shared/lambda/system.ts', 'Date.now(); randomUUID();'],
      ['shared/models/delivery.ts', 'new Date(text);'],
      ['local/sandbox/ids.ts', 'randomUUID();'],
    ],
  },
];

describe.each(NOWHERE)('nowhere $name', ({ breaks, bad, good }) => {
  test('is true of every file', () => {
    expect(sources.filter(breaks).map(({ path }) => path)).toEqual([]);
  });

  test.each(bad)('would be seen in %s', (path, text) => {
    expect(breaks(toSource(path, text))).toBe(true);
  });

  test.each(good)('has nothing against %s', (path, text) => {
    expect(breaks(toSource(path, text))).toBe(false);
  });
});
