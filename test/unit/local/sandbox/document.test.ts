import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { playSandbox } from '#test/support/played-sandbox.ts';

const DEFAULTS = { url: 'http://127.0.0.1:8788', apiKey: 'sk_test_local' };
const { get, url } = playSandbox({ apiKey: DEFAULTS.apiKey });
const run = promisify(execFile);

const hasCurl = spawnSync('curl', ['--version']).status === 0;

test.skipIf(!hasCurl)(
  'the calls of docs/sandbox.md are answered, one after the other,',
  async () => {
    const text = readFileSync('docs/sandbox.md', 'utf8');
    const calls = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, call = '']) => call);
    expect(calls).toHaveLength(4);
    for (const call of calls) {
      const asked = call.replaceAll(DEFAULTS.url, url()).replace('curl', 'curl --fail -sS');
      await run('sh', ['-c', asked]);
    }
    const { body: settings } = await get('/sandbox/settings');
    expect(settings).toMatchObject({ slow_ms: 500, lose_answers: 1 });
  },
);

test('docs/sandbox.md names the settings that there are', async () => {
  const text = readFileSync('docs/sandbox.md', 'utf8');
  const { body } = await get('/sandbox/settings');
  const documented = [...(text.split('## Settings')[1] ?? '').matchAll(/^\| `(\w+)`/gm)];
  expect(documented.map(([, name]) => name)).toEqual(Object.keys(body));
});
