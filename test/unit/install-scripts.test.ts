import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

type Locked = Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;

const LOCKS = globSync('{package-lock.json,test/**/package-lock.json}', {
  exclude: ['**/node_modules/**'],
}).toSorted();

/** It tells its makers who installs what. */
const REFUSED = ['@scarf/scarf'];

/** Packages that run code of theirs when they are installed. */
const withInstallScript = (packages: Locked) =>
  Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([folder]) => folder.split('node_modules/').at(-1) ?? '');

test.each(LOCKS)(
  'what %s installs runs no script but those that its package.json allows',
  (lock) => {
    const { packages } = JSON.parse(readFileSync(lock, 'utf8'));
    const { allowScripts } = JSON.parse(readFileSync(join(dirname(lock), 'package.json'), 'utf8'));
    expect([...new Set(withInstallScript(packages))].toSorted()).toEqual(
      Object.keys(allowScripts).toSorted(),
    );
    const isRefused = ([name]: [string, unknown]) => REFUSED.includes(name);
    expect(Object.entries(allowScripts).filter(([, isAllowed]) => isAllowed !== true)).toEqual(
      Object.entries(allowScripts).filter(isRefused),
    );
  },
);

test('both locks are looked at, and a package within another too', () => {
  expect(LOCKS).toHaveLength(2);
  const packages = {
    '': {},
    'node_modules/a': {},
    'node_modules/a/node_modules/@b/c': { hasInstallScript: true },
  };
  expect(withInstallScript(packages)).toEqual(['@b/c']);
});
