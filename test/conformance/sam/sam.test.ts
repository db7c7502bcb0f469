import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readStage } from '#infra/config.ts';
import { type Container, startNoDocker } from '#test/conformance/sam/no-docker.ts';
import { type Ended, prepareHome, sam } from '#test/conformance/sam/sam-cli.ts';
import { run } from '#test/conformance/set-up/keep.ts';
import { EVERY_OPTION } from '#test/support/every-option.ts';
import { stackTemplate, templateOf } from '#test/support/template.ts';

const NOBODY_LISTENS = 'tcp://127.0.0.1:1';
const STAGES = {
  dev: readStage('dev').config,
  prod: readStage('prod').config,
  'every option on': EVERY_OPTION,
};
const PAGE = readFileSync('docs/sam.md', 'utf8');
const [COMMAND = ''] = /^sam local invoke (?:.*\\\n)*.*$/m.exec(PAGE) ?? [];
const [, DOCUMENTED = ''] = /local invoke (\w+)/.exec(COMMAND) ?? [];
const ROWS = [...PAGE.matchAll(/^\| `(\w+)` \| `([\w-]+\.json)`/gm)].map(
  ([, id = '', event = '']) => ({ id, event }),
);

let folder: string;
let assembly: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moment-balances-'));
  assembly = join(folder, 'cdk.out');
  // The whole of `npm run synth`: where the code lies, SAM reads from what the CDK's command line adds.
  await run('npm', ['run', 'synth', '--', '--no-notices', '-o', assembly]);
  prepareHome(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Change = readonly [from: string, to: string];

/** The command of docs/sam.md, with the function and the files of another row. */
function invoke(changes: readonly Change[], dockerHost: string): Promise<Ended> {
  const [, ...words] = changes
    .reduce((command, [from, to]) => command.replace(from, to), COMMAND)
    .replaceAll('\\\n', '')
    .replace('cdk.out', assembly)
    .split(/\s+/);
  return sam(words, folder, dockerHost);
}

/** And what it asked Docker for, if it came so far. */
async function ask(changes: readonly Change[]): Promise<Ended & { readonly asked?: Container }> {
  const docker = await startNoDocker();
  try {
    const ended = await invoke(changes, docker.host);
    const [asked] = docker.asked;
    return { ...ended, ...(asked && { asked }) };
  } finally {
    await docker.close();
  }
}

describe.concurrent('sam validate --lint', () => {
  const validate = (template: object, name: string) => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(template, undefined, 1));
    return sam(['validate', '--lint', '-t', file], folder, NOBODY_LISTENS);
  };
  const rulesOf = ({ output }: Ended) =>
    [...new Set([...output.matchAll(/\[\[?([EWI]\d{4}):/g)].map(([, id = '']) => id))].toSorted();

  // That the CDK names a role twice, as in cfn-lint.test.ts; here nothing can be ignored.
  test.each(Object.entries(STAGES))(
    'has W3005 alone against the template of %s',
    async (name, config) => {
      const ended = await validate(templateOf(config).toJSON(), `${name}.json`);
      expect(rulesOf(ended)).toEqual(['W3005']);
    },
  );

  test('tells a runtime that does not exist', async () => {
    const template = structuredClone(stackTemplate());
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type === 'AWS::Lambda::Function') Object.assign(Properties, { Runtime: 'nodejs99.x' });
    }
    expect(rulesOf(await validate(template, 'planted.json'))).toEqual(['E3030', 'W3005']);
  });
});

describe.concurrent('sam local invoke', () => {
  test.each(ROWS)('of docs/sam.md finds $id, its code and its variables', async ({ id, event }) => {
    const { output, asked } = await ask([
      [DOCUMENTED, id],
      ['webhook.json', event],
    ]);
    expect(output).toContain('Invoking index.handler (nodejs24.x)');
    const { Properties } = stackTemplate().Resources[id] ?? {};
    expect(asked).toMatchObject({
      Image: expect.stringMatching(/^public\.ecr\.aws\/lambda\/nodejs:24-.*arm64$/),
      HostConfig: {
        Memory: Number(Properties?.['MemorySize']) * 2 ** 20,
        Binds: [expect.stringMatching(`^${assembly}/asset\\.[0-9a-f]+:/var/task:ro`)],
      },
    });
    const given = JSON.parse(readFileSync('test/fixtures/sam/environment.json', 'utf8'))[id];
    expect(asked?.Env).toEqual(
      expect.arrayContaining(Object.entries(given).map(([name, value]) => `${name}=${value}`)),
    );
  });

  test('without Docker says that it needs it', async () => {
    const { code, output } = await invoke([], NOBODY_LISTENS);
    expect(output).toContain('requires a container runtime');
    expect(code).toBe(1);
  });

  test.each<[string, Change, RegExp]>([
    [
      'a template that is not there',
      ['-dev.template', '-none.template'],
      /Template file not found/,
    ],
    ['a function that is not there', [DOCUMENTED, 'Nobody'], /not found in template/],
    ['an event that is not there', ['webhook.json', 'none.json'], /none\.json/],
    ['an environment that is not there', ['environment.json', 'none.json'], /none\.json/],
  ])('tells %s, and asks Docker for nothing', async (_, change, problem) => {
    const { code, output, asked } = await ask([change]);
    expect(output).toMatch(problem);
    expect(asked).toBeUndefined();
    expect(code).not.toBe(0);
  });
});
