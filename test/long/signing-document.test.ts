import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import { findSigner, readSignedHeaders } from '#shared/moment/signature/verify-delivery.ts';

const document = readFileSync('docs/signing.md', 'utf8');

/** The published vector of Standard Webhooks, as the document has it. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const LOCAL = {
  url: 'http://127.0.0.1:8787/webhooks/moment',
  secret: 'whsec_LocalSecretForNpmStartAndNothingElse',
  id: 'msg_sign_1',
};

type Recipe = {
  readonly language: string;
  readonly file: string;
  readonly run: readonly [command: string, ...args: string[]];
  readonly version: string;
  /** How it asks for the time. */
  readonly now: string;
};
/** Go compiles its library when it is first used. */
const FIRST_BUILD_MS = 300_000;
const RECIPES: readonly Recipe[] = [
  {
    language: 'python',
    file: 'sign.py',
    run: ['python3', 'sign.py'],
    version: '--version',
    now: 'int(time.time())',
  },
  {
    language: 'js',
    file: 'sign.mjs',
    run: [process.execPath, 'sign.mjs'],
    version: '--version',
    now: 'Math.floor(Date.now() / 1000)',
  },
  {
    language: 'go',
    file: 'sign.go',
    run: ['go', 'run', 'sign.go'],
    version: 'version',
    now: 'time.Now().Unix()',
  },
];

let server: Server;
let url: string;
let folder: string;
const received: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moment-balances-signing-'));
  server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await buffer(request) });
    response.end('{"received":true}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  server.close();
  server.closeAllConnections();
});

describe.each(RECIPES)('the recipe in $language', (recipe) => {
  const [command, ...args] = recipe.run;
  const isHere = spawnSync(command, [recipe.version]).status === 0;

  test.skipIf(!isHere)(
    'makes the published signature, and we accept it',
    { timeout: FIRST_BUILD_MS },
    async () => {
      writeFileSync(join(folder, recipe.file), withVector(recipe));
      writeFileSync(join(folder, 'event.json'), VECTOR.body);
      const { stdout } = await promisify(execFile)(command, args, { cwd: folder });
      expect(stdout.trim()).toBe('200 {"received":true}');

      const { headers, body } = received.pop() ?? { headers: {}, body: Buffer.alloc(0) };
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'webhook-id': VECTOR.id,
        'webhook-timestamp': VECTOR.timestamp,
        'webhook-signature': VECTOR.signature,
      });
      expect(body.toString()).toBe(VECTOR.body);
      const signed = readSignedHeaders({ body, headers: headers as Record<string, string> });
      expect(findSigner(body, signed, [parseSigningKey('ours', VECTOR.secret)])?.keyId).toBe(
        'ours',
      );
    },
  );
});

test('the document has the published vector', () => {
  for (const part of Object.values(VECTOR)) expect(document).toContain(`| \`${part}\` |`);
});

test('the secret of the recipes is one that can be used', () => {
  expect(parseSigningKey('local', LOCAL.secret).bytes.length).toBeGreaterThanOrEqual(24);
});

/** The recipe with the vector in place of what it has, which it must have. */
function withVector({ language, now }: Recipe): string {
  const [, recipe = ''] =
    new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(document) ?? [];
  const replacements = [
    [LOCAL.url, url],
    [LOCAL.secret, VECTOR.secret],
    [LOCAL.id, VECTOR.id],
    [now, language === 'go' ? `time.Unix(${VECTOR.timestamp}, 0).Unix()` : VECTOR.timestamp],
  ] as const;
  return replacements.reduce((text, [own, replacement]) => {
    expect(text).toContain(own);
    return text.replace(own, replacement);
  }, recipe);
}
