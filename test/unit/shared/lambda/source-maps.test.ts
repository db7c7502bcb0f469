import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, expect, test } from 'vitest';

const SOURCE = `
import { nameSourcesInStackTraces } from '#shared/lambda/source-maps.ts';
nameSourcesInStackTraces();

function divide(numerator: bigint): bigint {
  return numerator / 0n;
}

try {
  divide(1n);
} catch (error) {
  console.log((error as Error).stack);
}
`;

const directory = mkdtempSync(join(tmpdir(), 'source-maps-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Bundles as a function is bundled, runs it, and gives back what it printed. */
function run(name: string, sourcemap: boolean): string {
  const outfile = join(directory, `${name}.cjs`);
  buildSync({
    stdin: { contents: SOURCE, sourcefile: 'divide.ts', resolveDir: '.', loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    sourcemap,
    sourcesContent: false,
  });
  return spawnSync(process.execPath, [outfile], { encoding: 'utf8' }).stdout;
}

test('a stack trace names file and line of the source', () => {
  const [message, thrown] = run('mapped', true).split('\n');
  expect(message).toBe('RangeError: Division by zero');
  expect(thrown).toMatch(/divide\.ts:6:\d+/);
});

test('without a map it names the bundle', () => {
  expect(run('plain', false)).toContain('plain.cjs:');
});

test('a map that cannot be read spoils no stack trace', () => {
  run('broken', true);
  const path = join(directory, 'broken.cjs');
  writeFileSync(`${path}.map`, '{');
  const { stdout } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  expect(stdout).toContain('broken.cjs:');
});
