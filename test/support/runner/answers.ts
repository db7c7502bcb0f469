import { expect } from 'vitest';
import type { Row } from './probe.ts';

const PLAIN = { text: '\0\x7f\u2028\ud800 é 🙂', list: [1, -0, 1e21, null], nested: { a: {} } };

/** What a handler returns, and what an invoker is answered. */
export const ANSWERS: Readonly<Record<string, Row>> = {
  'an object': {
    source: 'exports.handler = async () => ({ a: 1, b: undefined });',
    told: { answer: { a: 1 } },
  },
  text: { source: 'exports.handler = async () => "text";', told: { answer: 'text' } },
  nothing: { source: 'exports.handler = async () => {};', told: { answer: null } },
  'a date': {
    source: 'exports.handler = async () => new Date(0);',
    told: { answer: '1970-01-01T00:00:00.000Z' },
  },
  'what is not a promise': { source: 'exports.handler = () => 1;', told: { answer: 1 } },
  'the event, with text and numbers of every kind': {
    source: 'exports.handler = async (event) => event;',
    events: [PLAIN],
    told: { answer: JSON.parse(JSON.stringify(PLAIN)) },
  },
  'an event whose member is called as the prototype is': {
    source: 'exports.handler = async (event) => [Object.keys(event), event.own];',
    events: [JSON.parse('{"__proto__":{"own":1}}')],
    told: { answer: [['__proto__'], null] },
  },
  'an event that is null': {
    source: 'exports.handler = async (event) => typeof event + event;',
    events: [null],
    told: { answer: 'objectnull' },
  },
  'which members the context has': {
    source: 'exports.handler = async (_, context) => Object.keys(context).sort();',
    told: { answer: expect.arrayContaining(['awsRequestId', 'getRemainingTimeInMillis']) },
  },
  'what the context says': {
    source: 'exports.handler = async (_, { awsRequestId, xRayTraceId, ...context }) => context;',
    told: {
      answer: {
        functionName: 'Probe',
        functionVersion: '$LATEST',
        memoryLimitInMB: '128',
        invokedFunctionArn: expect.stringContaining(':function:Probe'),
        logGroupName: '/aws/lambda/Probe',
      },
    },
  },
  'the time that is left': {
    source:
      'exports.handler = async (_, context) => Math.ceil(context.getRemainingTimeInMillis() / 1000);',
    told: { answer: 5 },
  },
  'another id for each invocation': {
    source:
      'const ids = new Set(); exports.handler = async (_, c) => ids.add(c.awsRequestId).size;',
    events: [{}, {}, {}],
    told: { answer: 3 },
  },
  'with two arguments and no callback': {
    source: 'exports.handler = async (...all) => all.length;',
    told: { answer: 2 },
  },
  'what an invocation before left in memory': {
    source: 'let count = 0; exports.handler = async () => (count += 1);',
    events: [{}, {}],
    told: { answer: 2 },
  },
  'after an invocation that failed': {
    source: 'exports.handler = async (n) => { if (n === 1) throw new Error(); return n; };',
    events: [1, 2],
    told: { answer: 2 },
  },
  'as much as Lambda takes': {
    source: 'exports.handler = async (bytes) => "x".repeat(bytes - 2);',
    events: [6_291_556],
    told: { answer: expect.stringMatching(/^x+$/) },
  },
};
