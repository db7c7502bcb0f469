import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const NEWER_THAN_ANY = { node: '>=999' };

test('npm ci on a Node that is older than the one it installs prints no warnings of engines', async () => {
  const cwd = temporaryDirectory();
  const root = { name: 'probe', version: '1.0.0', engines: NEWER_THAN_ANY };
  writeFileSync(join(cwd, 'package.json'), JSON.stringify(root));
  const lock = { name: 'probe', version: '1.0.0', lockfileVersion: 3, packages: { '': root } };
  writeFileSync(join(cwd, 'package-lock.json'), JSON.stringify(lock));
  // npm run tells its children its own settings, which would win.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_loglevel$/i.test(name)),
  );
  const install = async () => {
    const args = ['ci', '--offline', '--no-audit', '--no-fund'];
    const { stdout, stderr } = await promisify(execFile)('npm', args, { cwd, env });
    return stdout + stderr;
  };
  expect(await install()).toContain('EBADENGINE');
  copyFileSync('.npmrc', join(cwd, '.npmrc'));
  expect(await install()).not.toContain('EBADENGINE');
  expect(readFileSync('.npmrc', 'utf8')).not.toContain('engine-strict');
});
