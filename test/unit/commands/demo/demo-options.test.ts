import { expect, test } from 'vitest';
import { MODELS, readOptions, USAGE } from '#commands/demo/options.ts';

test.each(MODELS)('%s is a model that can be played, and --help says so', (model) => {
  expect(readOptions([model])).toEqual({ help: false, model, port: undefined });
  expect(USAGE).toMatch(new RegExp(`^ {2}${model} `, 'm'));
});

test('of several that run, one is chosen by its port', () => {
  expect(readOptions(['bill', '--port', '8787'])).toEqual({
    help: false,
    model: 'bill',
    port: 8787,
  });
});

test('--help needs no model', () => {
  expect(readOptions(['--help'])).toEqual({ help: true });
});

test.each([[[]], [['customers']], [['customer', 'bill']]])(
  '%j is refused, and the models are named',
  (args) => {
    expect(() => readOptions(args)).toThrow('Name one model: customer, account, bill, wallet');
  },
);
