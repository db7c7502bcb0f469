import { expect, test } from 'vitest';
import { isInstalled, obstacleTo } from './install.ts';

test('AWS’s client is the version that is locked', () => {
  expect(isInstalled(), 'npx node test/conformance/runtime-client/install.ts').toBe(true);
});

test('where it cannot be built, it is said why, and what installs what is missing', () => {
  expect(obstacleTo('linux', process.env['PATH'])).toBeUndefined();
  expect(obstacleTo('darwin', process.env['PATH'])).toMatch(/on Linux alone/);
  expect(obstacleTo('linux', '/nowhere')).toMatch(
    /needs cmake, g\+\+, make, python3, xz\. .*\n {2}apt-get update && apt-get install .* xz-utils$/,
  );
});
