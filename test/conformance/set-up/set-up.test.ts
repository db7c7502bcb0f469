import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf, keep, run, type Step } from '#test/conformance/set-up/keep.ts';
import { findPython } from '#test/conformance/set-up/python.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

test('a Python that cannot do it is passed over for one that can', () => {
  const [path, version] = findPython(['no-such-python', 'false', 'python3', '/usr/bin/python3']);
  expect(existsSync(path)).toBe(true);
  expect(version).toMatch(/^3\.\d+/);
});

test('where none can, each one is named with what is wrong, and what to install', () => {
  const find = () => findPython(['no-such-python', 'false']);
  expect(find).toThrow('apt-get install python3 python3-venv');
  expect(find).toThrow('no-such-python: spawnSync no-such-python ENOENT');
  expect(find).toThrow('false: it fails');
});

test('what was made is kept, until it would be made from something else', async () => {
  const parent = temporaryDirectory();
  let made = 0;
  const step = (text: string): Step => ({
    name: 'probe',
    says: 'nothing',
    madeFrom: () => text,
    make: async (folder) => {
      made += 1;
      writeFileSync(join(folder, 'file'), text);
    },
  });
  const told: string[] = [];
  const options = { parent, tell: (line: string) => told.push(line) };
  await keep(step('one'), options);
  await keep(step('one'), options);
  expect(made).toBe(1);
  await keep(step('two'), options);
  expect(made).toBe(2);
  expect(existsSync(folderOf(step('two'), parent))).toBe(true);
  expect(existsSync(folderOf(step('one'), parent))).toBe(false);
  expect(told).toContain('installing nothing');
});

test('what failed half way is made again', async () => {
  const options = { parent: temporaryDirectory(), tell: () => undefined };
  const step = (make: Step['make']): Step => ({
    name: 'probe',
    says: 'nothing',
    madeFrom: () => '',
    make,
  });
  await expect(
    keep(
      step(() => run('sh', ['-c', 'echo why; false'])),
      options,
    ),
  ).rejects.toThrow('why');
  let made = false;
  await keep(
    step(async () => {
      made = true;
    }),
    options,
  );
  expect(made).toBe(true);
});
