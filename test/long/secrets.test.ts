import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SCAN = 'node_modules/.bin/secretlint';
// In parts, or the scan of this repository would find them here.
const DIGITS = '0123456789abcdef';
const PLANTED: readonly (readonly [what: string, text: string])[] = [
  ['a signing key of Moment', `whsec_${btoa(DIGITS)}`],
  ['a live API key of Moment', `sk_${DIGITS}`],
  ['a test API key of Moment', `sk_test_${DIGITS}`],
  ['an access key of AWS', `AWS_SECRET_ACCESS_KEY=${`${DIGITS}ABCD`.repeat(2)}`],
  ['a token of GitHub', `ghp_${DIGITS.repeat(3).slice(0, 36)}`],
  [
    'a private key',
    generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs1', format: 'pem' })
      .toString(),
  ],
];

/** As `npm run secrets` scans each file; nothing but its exit status and what it prints counts. */
function scan(text: string) {
  const { status, stdout } = spawnSync(SCAN, ['--stdinFileName', 'planted.ts'], {
    input: `const planted = \`${text}\`;\n`,
    encoding: 'utf8',
  });
  return { status, stdout };
}

test.each(PLANTED)('the scan finds %s, and does not print it', (_, text) => {
  const { status, stdout } = scan(text);
  expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringContaining('error') });
  expect(stdout).not.toContain(text);
});

test('the scan lets pass what is no secret, and those of the tests, to the letter', () => {
  const { rules } = JSON.parse(readFileSync('.secretlintrc.json', 'utf8'));
  const [signing] = rules[1].options.patterns;
  for (const allowed of signing.allows) {
    const text = allowed.slice(2, -2);
    expect([text, scan(text).status]).toEqual([text, 0]);
    expect([text, scan(`${text}0`).status]).toEqual([text, 1]);
  }
  expect(scan('sk_test_local, whsec_..., evt_VViUWU78bfgSkPEt3i8Zo').status).toBe(0);
});

test('no list exempts a whole file', () => {
  expect(existsSync('.secretlintignore')).toBe(false);
});
