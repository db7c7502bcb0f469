import { globSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findActor } from '#commands/kit/actor.ts';
import { CALLER_ARN, startSts } from '#test/support/sts-server.ts';

test('on this machine the actor is its user', async () => {
  const actor = `${userInfo().username}@${hostname()}`;
  expect(await findActor({ kind: 'running', port: undefined })).toBe(actor);
  expect(await findActor({ kind: 'kept', directory: 'd' })).toBe(actor);
});

test('on AWS the actor is who AWS says it is', async () => {
  const sts = await startSts();
  onTestFinished(sts.close);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 'x',
  })) {
    vi.stubEnv(name, value);
  }
  const unused = { profile: undefined, queue: undefined, deadLetters: undefined };
  const table = { kind: 'table', table: 't', region: 'af-south-1', ...unused } as const;
  expect(await findActor(table)).toBe(CALLER_ARN);
});

test('each command that reaches a ledger or a stack finds out who runs it', () => {
  const commands = globSync('commands/*/main.ts').filter((path) =>
    /#shared\/aws|kit\/(ledger-source|deployment)/.test(readFileSync(path, 'utf8')),
  );
  expect(commands.length).toBeGreaterThan(1);
  const silent = commands.filter((path) => !readFileSync(path, 'utf8').includes('findActor('));
  expect(silent).toEqual([]);
});
