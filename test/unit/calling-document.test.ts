import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IamIdentity, startIamGate } from '#test/support/iam-gate.ts';

const DOCUMENT = readFileSync('docs/deploy.md', 'utf8');
const LONG_LIVED: IamIdentity = { accessKeyId: 'AKIACALLER', secretAccessKey: 'not/a+secret' };
const TEMPORARY: IamIdentity = { ...LONG_LIVED, sessionToken: 'a+token/of==' };
const CREDENTIALS = [
  ['long-lived', LONG_LIVED],
  ['temporary', TEMPORARY],
] as const;
const run = promisify(execFile);
const isHere = (command: string) => spawnSync(command, ['--version']).error === undefined;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moment-balances-calling-'));
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program of the document prints, called by one who may or may not, and what reached the API. */
async function call(identity: IamIdentity, program: readonly [string, ...string[]]) {
  const received: string[] = [];
  const gate = await startIamGate(identity, async ({ method, path, body }) => {
    received.push(`${method} ${path} ${body}`);
    return Response.json({ id: 'bcus_1' }, { status: 201 });
  });
  const [command, ...args] = program;
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    API_URL: gate.url,
    AWS_REGION: 'af-south-1',
    AWS_ACCESS_KEY_ID: identity.accessKeyId,
    AWS_SECRET_ACCESS_KEY: identity.secretAccessKey,
    // Set and empty, as a shell that once had temporary credentials leaves it.
    AWS_SESSION_TOKEN: identity.sessionToken ?? '',
  };
  const { stdout } = await run(command, args, { cwd: folder, env }).finally(gate.close);
  return { printed: stdout.trim(), received };
}

describe.each(['bash', 'sh', 'zsh'])('`api` in %s', (shell) => {
  const [, api = ''] = /^(api\(\) \{[\s\S]*?; \})$/m.exec(DOCUMENT) ?? [];
  const isMissing = !isHere(shell) || !isHere('curl');

  test.skipIf(isMissing).each(CREDENTIALS)('signs with %s credentials', async (_, identity) => {
    const script = `${api}\napi "$API_URL/customers" -d '{"balance":100}'`;
    const { printed, received } = await call(identity, [shell, '-c', script]);
    expect(printed).toBe('{"id":"bcus_1"}');
    expect(received).toEqual(['POST /customers {"balance":100}']);
  });
});

test.skipIf(!isHere('curl'))(
  'a token that is signed and not sent is refused, as AWS does',
  async () => {
    const naive = `curl -sS --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\
    -H "x-amz-security-token: $AWS_SESSION_TOKEN" "$API_URL/customers"`;
    const { printed } = await call(LONG_LIVED, ['bash', '-c', naive]);
    expect(printed).toBe('{"message":"Forbidden"}');
  },
);

const RECIPES = [
  ['js', 'call.mjs', process.execPath, true],
  ['python', 'call.py', 'python3', spawnSync('python3', ['-c', 'import botocore']).status === 0],
] as const;

describe.each(RECIPES)('the recipe in %s', (language, file, command, canRun) => {
  test.skipIf(!canRun).each(CREDENTIALS)('signs with %s credentials', async (_, identity) => {
    const [, recipe = ''] =
      new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(DOCUMENT) ?? [];
    writeFileSync(join(folder, file), recipe);
    const { printed, received } = await call(identity, [command, file]);
    expect(printed).toMatch(/^201 \{"id": ?"bcus_1"\}$/);
    expect(received).toHaveLength(1);
    expect(received[0]).toContain('CUSTOMER-1042');
  });
});
