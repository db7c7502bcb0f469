import { expect, test } from 'vitest';
import { ownHosts } from '#emulator/http/refuse-strangers.ts';

test('a server of this machine is called by its own port, which is left out at 80 alone', () => {
  expect(ownHosts(8787)).toEqual(['127.0.0.1:8787', 'localhost:8787', '[::1]:8787']);
  expect(ownHosts(80)).toContain('localhost');
  expect(ownHosts(80)).toContain('localhost:80');
});
