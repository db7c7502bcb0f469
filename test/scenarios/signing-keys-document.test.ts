import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSigningKeys } from '#shared/moment/signature/read-signing-keys.ts';

const read = (path: string) => readFileSync(path, 'utf8');
/** A command in a sentence may go over two lines. */
const sentencesOf = (path: string) => read(path).replaceAll(/\s+/g, ' ');
const blocksOf = (path: string) =>
  [...read(path).matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const blockWith = (path: string, sign: string) => {
  const found = blocksOf(path).find((block) => block.includes(sign));
  if (!found) throw new Error(`${path} has no block with ${sign}`);
  return found;
};

const KEY = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const FUNCTIONS = blockWith('docs/deploy.md', 'change_keys()')
  .replace(/^[\s\S]*?(?=^SIGNING_KEYS=)/m, '')
  .replace(/^add_key 2026-11\n/m, '');
/** In place of AWS: the secret and the version before, as files. An empty text is refused, as the CLI refuses it. */
const AWS = `
output() { echo "$1"; }
npm() { cat > given-to-verify.json; }
aws() {
  echo "$*" >> called
  case "$2 $*" in
    get-secret-value*AWSPREVIOUS*) cat previous ;;
    get-secret-value*) cat current ;;
    put-secret-value*) cat > put; [ -s put ] || return 252; cp current previous; mv put current ;;
  esac
}`;

/** What the secret is after a script, and what of it stood on a command line. */
function after(script: string, secret: object | string = {}, typed = '') {
  const cwd = mkdtempSync(join(tmpdir(), 'signing-keys-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const text = typeof secret === 'string' ? secret : JSON.stringify(secret);
  for (const version of ['current', 'previous']) writeFileSync(join(cwd, version), text);
  spawnSync('bash', ['-c', `${AWS}\n${FUNCTIONS}\n${script}`], { cwd, input: typed });
  const file = (name: string) => read(join(cwd, name));
  expect(file('called')).not.toContain('whsec_');
  return { keys: () => JSON.parse(file('current')), text: file('current'), file };
}

test('a key that is typed is added, and the others stay as they are', () => {
  const retired = { key: OTHER, retired_at: '2026-11-28T06:00:00Z' };
  const { keys, text } = after('add_key 2027-05', { '2026-11': retired }, `${KEY}\n`);
  expect(keys()).toEqual({ '2026-11': retired, '2027-05': KEY });
  expect(readSigningKeys(text).faults).toEqual([]);
});

test('a key is retired, and retired anew, and the others stay as they are', () => {
  const [, retire = ''] = /`(retire_key 2026-11 [^`]+)`/.exec(sentencesOf('docs/deploy.md')) ?? [];
  const { keys, text } = after(retire, { '2026-11': KEY, '2027-05': OTHER });
  const retired = { key: KEY, retired_at: '2027-05-02T09:00:00Z' };
  expect(keys()).toEqual({ '2026-11': retired, '2027-05': OTHER });
  expect(readSigningKeys(text).faults).toEqual([]);
  expect(after(`${retire}\n${retire}`, { '2026-11': KEY }).keys()).toEqual({ '2026-11': retired });
});

test('where something fails, the secret is as it was', () => {
  expect(after('retire_key none 2027-05-02T09:00:00Z', { a: KEY }).keys()).toEqual({ a: KEY });
  expect(after('add_key b', KEY, `${OTHER}\n`).text).toBe(KEY);
});

test('a key that was taken out is put back beside those that are there', () => {
  const back = blockWith('docs/deploy.md', 'BEFORE');
  const { keys } = after(`change_keys 'del(.a)'\n${back}`, { a: KEY, b: OTHER });
  expect(keys()).toEqual({ a: KEY, b: OTHER });
});

test('a key for an id is taken out, and a secret that is no JSON is replaced by the one before', () => {
  const [, take = ''] =
    /`(change_keys 'with_entries[^`]+)`/.exec(sentencesOf('docs/operations.md')) ?? [];
  expect(after(take, { [KEY.slice(6)]: 'a', b: OTHER }).keys()).toEqual({ b: OTHER });
  const [, put = ''] =
    /`(signing_keys AWSPREVIOUS \| put_keys)`/.exec(sentencesOf('docs/deploy.md')) ?? [];
  expect(after(`echo broken | put_keys\n${put}`, { a: KEY }).keys()).toEqual({ a: KEY });
});

test('a key that leaked is retired, and taken out with its time for verify --keys', () => {
  const retire = blockWith('docs/emergency.md', 'retire_key');
  const take = blockWith('docs/emergency.md', 'leaked.json');
  const leaked = { key: KEY, retired_at: '2026-11-28T06:00:00Z' };
  const { keys, file } = after(`${retire}\n${take}`, { '2026-11': KEY, '2026-12': OTHER });
  expect(keys()).toEqual({ '2026-12': OTHER });
  expect(JSON.parse(file('given-to-verify.json'))).toEqual({ '2026-11': leaked, '2026-12': OTHER });
});
