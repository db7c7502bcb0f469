import { expect } from 'vitest';
import type { Row } from './probe.ts';

const throwing = (what: string) => `exports.handler = async function settle() { throw ${what}; };`;

/** How an invocation fails, and what an invoker is told. */
export const ERRORS: Readonly<Record<string, Row>> = {
  'an error, with the frames of the function': {
    source: throwing('new RangeError("no")'),
    told: {
      errorType: 'RangeError',
      errorMessage: 'no',
      trace: ['RangeError: no', expect.stringMatching(/\/index\.js:1:51$/)],
    },
  },
  'an error that is thrown before any promise': {
    source: 'exports.handler = () => { throw new Error("no"); };',
    told: { errorType: 'Error', errorMessage: 'no' },
  },
  'an error of a class of its own': {
    source: `class Refusal extends Error { name = "Refusal"; code = 7; }; ${throwing('new Refusal("no")')}`,
    told: { errorType: 'Refusal' },
  },
  'an error with a cause': {
    source: throwing('new Error("outer", { cause: new Error("inner") })'),
    told: { errorMessage: 'outer' },
  },
  'an error of more than one line': {
    source: throwing('new Error("one\\ntwo")'),
    told: { errorMessage: 'one\ntwo' },
  },
  'an error of many errors': {
    source: throwing('new AggregateError([new Error("a")], "many")'),
    told: { errorType: 'AggregateError', errorMessage: 'many' },
  },
  'an error that holds a character that no header takes': {
    source: throwing('new Error("\\x7f")'),
    told: { errorMessage: '%7F' },
  },
  'an error without a stack': {
    source: throwing('Object.assign(new Error("no"), { stack: undefined })'),
    told: { trace: [] },
  },
  'an error whose message cannot be read': {
    source: throwing('Object.defineProperty(new Error(), "message", { get() { throw 1; } })'),
    told: { errorType: 'handled' },
  },
  'an error whose name is no text': {
    source: throwing('Object.assign(new Error("no"), { name: 7 })'),
    told: { errorType: 'handled' },
  },
  'text that is thrown': {
    source: throwing('"text"'),
    told: { errorType: 'string', errorMessage: 'text', trace: [] },
  },
  'nothing that is thrown': {
    source: throwing('undefined'),
    told: { errorType: 'undefined', errorMessage: 'undefined' },
  },
  'an object that is thrown': {
    source: throwing('{ code: 1 }'),
    told: { errorType: 'object', errorMessage: '[object Object]' },
  },
  'a refused promise': {
    source: 'exports.handler = () => Promise.reject(new Error("no"));',
    told: { errorMessage: 'no' },
  },
  'an answer with an integer that JSON has not': {
    source: 'exports.handler = async () => 1n;',
    told: { errorType: 'Runtime.JSONStringifyError' },
  },
  'an answer that holds itself': {
    source: 'exports.handler = async () => { const a = {}; a.a = a; return a; };',
    told: {
      errorType: 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
    },
  },
  'an answer that is a function': {
    source: 'exports.handler = async () => () => 1;',
    told: { errorType: 'TypeError' },
  },
  'an answer that is too large': {
    source: 'exports.handler = async (bytes) => "x".repeat(bytes - 1);',
    events: [6_291_556],
    told: {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    },
  },
  'an end of the process': {
    source: 'exports.handler = async () => process.exit(3);',
    told: { exit: 'exited with code 3' },
  },
  'an end of the process that says that all is well': {
    source: 'exports.handler = async () => process.exit(0);',
    told: { exit: 'exited with code 0' },
  },
  'an end by a signal': {
    source:
      'exports.handler = () => process.kill(process.pid, "SIGKILL") && new Promise(() => {});',
    told: { exit: 'exited with SIGKILL' },
  },
  'an error in the background': {
    source:
      'exports.handler = () => new Promise(() => setTimeout(() => { throw new Error("late"); }));',
    told: { exit: 'exited with code 1' },
  },
  'a promise that nobody awaits and that fails': {
    source:
      'exports.handler = () => { void Promise.reject(new Error()); return new Promise(() => {}); };',
    told: { exit: 'exited with code 1' },
  },
  'a wait for nothing': {
    source: 'exports.handler = () => new Promise(() => {});',
    told: { exit: 'exited with code 0' },
  },
};
