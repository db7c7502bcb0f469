import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { parseExactJson, RepeatedMemberError } from '#shared/models/exact-json.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { amountApplied } from '#test/support/factories.ts';

const RUNS = 2_000;
// Thousands of runs on a machine that does other work too.
vi.setConfig({ testTimeout: 60_000 });

const name = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'id'),
);
const spacing = fc.stringMatching(/^[ \t\r\n]{0,3}$/);

/** One of the ways in which JSON may spell a text: any UTF-16 unit of it may be an escape. */
const spelt = (text: string, escaped: readonly boolean[]) => {
  const units = Array.from({ length: text.length }, (_, at) =>
    escaped[at % escaped.length]
      ? `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`
      : JSON.stringify(text.charAt(at)).slice(1, -1),
  );
  return `"${units.join('')}"`;
};
const escapes = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });

/** What surrounds an object: members and items before it, at some depth. */
const around = fc.array(
  fc.oneof(
    fc.tuple(name, fc.json()).map(([member, before]) => (inner: string) => {
      const other = JSON.stringify(`${member}?`);
      return `{${other}:${before},${JSON.stringify(member)}:${inner}}`;
    }),
    fc.json().map((before) => (inner: string) => `[${before},${inner}]`),
  ),
  { maxLength: 6 },
);

test('a member that comes twice is found at every depth, and however it is spelt', async () => {
  await fc.assert(
    fc.property(
      name,
      escapes,
      escapes,
      spacing,
      fc.json(),
      fc.json(),
      around,
      (member, once, again, space, first, second, wrappers) => {
        const twice = `{${spelt(member, once)}${space}:${first},${spelt(member, again)}${space}:${second}}`;
        const text = wrappers.reduce((inner, wrap) => wrap(inner), twice);
        expect(JSON.parse(text)).toBeDefined();
        expect(() => parseExactJson(text)).toThrow(RepeatedMemberError);
      },
    ),
    { numRuns: RUNS },
  );
});

test('no member comes twice in what JSON.stringify writes', async () => {
  await fc.assert(
    fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
      expect(() => parseExactJson(JSON.stringify(value, null, indent))).not.toThrow();
    }),
    { numRuns: RUNS },
  );
});

test('an event in which any member comes twice is malformed, and never a payment', async () => {
  const event = amountApplied();
  const members = Object.keys(event.data);
  await fc.assert(
    fc.property(
      fc.constantFrom(...members),
      escapes,
      fc.json(),
      fc.boolean(),
      (member, escaped, value, first) => {
        const data = JSON.stringify(event.data).slice(1, -1);
        const more = `${spelt(member, escaped)}:${value}`;
        const body = JSON.stringify(event).replace(
          // A function, since a text may hold what stands for something in a replacement.
          data,
          () => (first ? `${more},${data}` : `${data},${more}`),
        );
        expect(readMomentEvent(Buffer.from(body))).toEqual({
          kind: 'malformed',
          eventId: event.id,
          detail: `data.${member}: comes twice`,
        });
      },
    ),
    { numRuns: 500 },
  );
});
