import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#shared/api/routes/routes.ts';
import { schemathesisPath } from '#test/conformance/set-up/python-tools.ts';
import { FREE_PORTS, type Started, start } from '#test/support/npm-start.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const CONFIGURATION = join(import.meta.dirname, 'schemathesis.toml');

let stack: Started;
beforeAll(async () => {
  stack = await start([...FREE_PORTS, '--no-demo']);
});
afterAll(() => stack.stop('SIGTERM'));

// First: the customer of the example is created once.
test('a member that is documented otherwise than it is answered is seen', async () => {
  const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
  document.components.schemas.Customer.properties.balance = { type: 'string' };
  const planted = join(temporaryDirectory(), 'openapi.json');
  writeFileSync(planted, JSON.stringify(document));
  const only = ['--include-operation-id', 'createCustomer', '--phases', 'examples'];
  const { code, output } = await run(planted, only);
  expect(code, output).toBe(1);
  expect(output).toContain('Response violates schema');
});

test('npm start answers as docs/openapi.json says, whatever is asked', async () => {
  const { code, output } = await run('docs/openapi.json');
  expect(output).toContain(`Tested: ${ROUTES.length}`);
  expect(code, output).toBe(0);
}, 600_000);

async function run(document: string, options: readonly string[] = []) {
  const args = ['--config-file', CONFIGURATION, 'run', document, '--url', stack.apiUrl, ...options];
  const env = {
    ...process.env,
    SCHEMATHESIS_HOOKS: 'hooks',
    PYTHONPATH: import.meta.dirname,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const child = spawn(schemathesisPath(), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
