import { expect } from 'vitest';
import type { Row } from './probe.ts';

const answering = (answer: unknown) => `exports.handler = async () => ${JSON.stringify(answer)};`;

/** Where a handler is found, and what an invoker is told when it is not. */
export const LOADING: Readonly<Record<string, Row>> = {
  'a module in a folder': {
    files: { 'src/index.js': answering('src') },
    handler: 'src/index.handler',
    told: { answer: 'src' },
  },
  'an ES module that awaits while it loads': {
    files: { 'index.mjs': 'const a = await 1; export const handler = async () => a;' },
    told: { answer: 1 },
  },
  'an ES module without the name of one': {
    source: 'export const handler = async () => import.meta.filename.slice(-8);',
    told: { answer: 'index.js' },
  },
  'the first of several files of a name': {
    files: {
      'index.cjs': answering('cjs'),
      'index.mjs': 'export const handler = async () => "mjs";',
      'index.js': answering('js'),
    },
    told: { answer: 'js' },
  },
  'an ES module before a CommonJS one': {
    files: { 'index.cjs': answering('cjs'), 'index.mjs': 'export const handler = () => "mjs";' },
    told: { answer: 'mjs' },
  },
  'a file without an extension': {
    files: { index: answering('none'), 'index.js': answering('js') },
    told: { answer: 'none' },
  },
  'a member of what is exported': {
    source: 'exports.a = { b: async () => 1 };',
    handler: 'index.a.b',
    told: { answer: 1 },
  },
  'a member of a default export': {
    files: { 'index.mjs': 'export default { handler: async () => 1 };' },
    told: { answer: 1 },
  },
  'a package in the folder': {
    files: {
      'index.js': "exports.handler = async () => require('there');",
      'node_modules/there/index.js': 'module.exports = 1;',
    },
    told: { answer: 1 },
  },
  'a handler that is not exported': {
    source: 'exports.other = 1;',
    told: {
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is undefined or not exported',
    },
  },
  'a handler that is no function': {
    source: 'exports.handler = 1;',
    told: {
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is not a function',
    },
  },
  'a handler that wants a callback': {
    source: 'exports.handler = (event, context, callback) => callback(null, 1);',
    told: { errorType: 'Runtime.CallbackHandlerDeprecated' },
  },
  'a name without a function': {
    handler: 'index',
    told: { errorType: 'Runtime.MalformedHandlerName', errorMessage: 'Bad handler' },
  },
  'a name with an empty function': {
    source: answering(1),
    handler: 'index.',
    told: { errorType: 'Runtime.HandlerNotFound' },
  },
  'a name that leaves the folder': {
    handler: '../index.handler',
    told: { errorType: 'Runtime.MalformedHandlerName' },
  },
  'a module that is missing': {
    handler: 'other.handler',
    told: {
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringMatching(/^Error: Cannot find module 'other'/),
    },
  },
  'a package that is missing': {
    source: "require('missing');",
    told: {
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringMatching(/^Error: Cannot find module 'missing'/),
    },
  },
  'a package that an ES module misses': {
    files: { 'index.mjs': "import 'missing';" },
    told: { errorType: 'Error', errorMessage: expect.stringMatching(/Cannot find package/) },
  },
  'a bundle that needs a package.json': {
    source: "require('#shared/errors.ts');",
    told: {
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringMatching(/#shared\/errors\.ts/),
    },
  },
  'text that is no JavaScript': {
    source: 'exports.handler = async () => {',
    told: { errorType: 'Runtime.UserCodeSyntaxError' },
  },
  'an error while it loads': {
    source: 'throw new RangeError("no");',
    told: { errorType: 'RangeError', errorMessage: 'no' },
  },
  'text that is thrown while it loads': {
    source: 'throw "no";',
    told: { errorType: 'string', errorMessage: 'no' },
  },
  'a wait for nothing while it loads': {
    files: { 'index.mjs': 'await new Promise(() => {}); export const handler = () => 1;' },
    told: { exit: 'exited with code 0' },
  },
  'an end of the process while it loads': {
    source: 'process.exit(4);',
    told: { exit: 'exited with code 4' },
  },
};
