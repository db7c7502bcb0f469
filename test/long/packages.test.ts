import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const ADVISORY = 'GHSA-aaaa-bbbb-cccc';

describe('npm run packages', () => {
  test('fails for what npm is told by a registry', async () => {
    const { code, stdout } = await ask(() => ({
      zod: [
        {
          id: 1,
          title: 'Planted',
          severity: 'high',
          url: `https://github.com/advisories/${ADVISORY}`,
          vulnerable_versions: '>=0',
          cwe: [],
        },
      ],
    }));
    expect(stdout).toContain(`zod: high: Planted: https://github.com/advisories/${ADVISORY}`);
    expect(code).toBe(1);
  });

  test('does not for a registry that knows nothing bad', async () => {
    const { code, stdout } = await ask(() => ({}));
    expect(stdout).toContain('advisories for .: nothing is wrong');
    expect(code).toBe(0);
  });

  test('nor for one that does not answer, and says that nothing was checked', async () => {
    const { code, stdout } = await ask(() => undefined);
    expect(stdout).toMatch(/advisories for \.: NOT CHECKED, .*405/);
    expect(code).toBe(0);
  });
});

/** With a registry in place of npm's that is asked for advisories, and knows nothing else. */
async function ask(advisories: () => object | undefined) {
  const registry = createServer((request, response) => {
    const isAsked = request.method === 'POST' && request.url?.endsWith('/advisories/bulk');
    const answer = isAsked ? advisories() : undefined;
    request.resume();
    response.writeHead(answer ? 200 : 405, { 'content-type': 'application/json' });
    response.end(answer && JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    registry.close();
  });
  await once(registry, 'listening');
  const { port } = registry.address() as AddressInfo;
  return promisify(execFile)(process.execPath, ['commands/packages/main.ts'], {
    env: {
      ...process.env,
      npm_config_registry: `http://127.0.0.1:${port}/`,
      // npm keeps what it was told of an advisory.
      npm_config_cache: temporaryDirectory(),
      // Whoever keeps the keys of signatures is not reached either.
      https_proxy: 'http://127.0.0.1:1',
      no_proxy: '127.0.0.1',
    },
  }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }) => ({ code, stdout }),
  );
}
