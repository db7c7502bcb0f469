import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { confirm } from '#commands/kit/confirm.ts';

function asked() {
  const [input, output, stop] = [new PassThrough(), new PassThrough(), new AbortController()];
  const answer = confirm('12 to create.', input, output, stop.signal);
  return { input, output, stop, answer };
}

test.each([
  ['yes', true],
  [' YES ', true],
  ['y', false],
  ['', false],
  ['no', false],
])('%j is %s', async (typed, expected) => {
  const { input, output, answer } = asked();
  input.write(`${typed}\n`);
  expect(await answer).toBe(expected);
  expect(String(output.read())).toContain('12 to create. Type yes to do it: ');
});

test('whoever leaves says no, by the end of what is typed or by a signal', async () => {
  const ended = asked();
  ended.input.end();
  expect(await ended.answer).toBe(false);
  const stopped = asked();
  stopped.stop.abort();
  expect(await stopped.answer).toBe(false);
});
