import { expect, test } from 'vitest';
import { type LookUp, resolve } from '#emulator/aws/intrinsics.ts';

const lookUp: LookUp = (name) =>
  name === 'Queue' ? { ref: 'url', attributes: { Arn: 'arn:queue' } } : undefined;

/** As CloudFormation writes a variable; not one of ours. */
const variable = (name: string) => `\${${name}}`;

test.each<[string, unknown, unknown]>([
  ['Ref', { Ref: 'Queue' }, 'url'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
  ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Arn' }, 'arn:queue'],
  ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Queue' }]] }, 'a/url'],
  ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] }, 'b'],
  [
    'Sub',
    { 'Fn::Sub': `${variable('Queue')}-${variable('Queue.Arn')}-${variable('!kept')}` },
    `url-arn:queue-${variable('kept')}`,
  ],
  ['Sub with variables', { 'Fn::Sub': [variable('x'), { x: { Ref: 'Queue' } }] }, 'url'],
  ['NoValue in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ['NoValue in a list', [{ Ref: 'AWS::NoValue' }, 1], [1]],
])('%s is replaced by its value', (_name, value, expected) => {
  expect(resolve(value, lookUp, 'Here')).toEqual(expected);
});

test.each([
  [{ Ref: 'Nobody' }, 'Here.Key: Ref to Nobody'],
  [{ 'Fn::GetAtt': ['Queue', 'Colour'] }, 'Here.Key: Fn::GetAtt Queue.Colour'],
  [{ 'Fn::ImportValue': 'x' }, 'Here.Key: Fn::ImportValue cannot be resolved'],
  [{ 'Fn::Join': 'x' }, 'Here.Key: Fn::Join has arguments'],
])('%j is refused with the place where it stands', (value, message) => {
  expect(() => resolve({ Key: value }, lookUp, 'Here')).toThrow(message);
});
