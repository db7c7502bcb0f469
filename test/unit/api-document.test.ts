import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { rowsBelow } from '#commands/openapi/prose.ts';
import { SCHEMAS } from '#commands/openapi/schemas.ts';
import { ExceptionResponse, ExceptionStoryResponse } from '#shared/api/exception-schemas.ts';
import { EntryResponse } from '#shared/api/response-schemas.ts';
import { ERROR_CODES } from '#shared/errors.ts';
import { AdoptedBill } from '#shared/models/adoption.ts';
import { BillFacts } from '#shared/models/new-obligation.ts';
import { CHANGE_REASONS } from '#shared/models/reason.ts';

type Shape = Readonly<Record<string, z.ZodMiniType>>;

const document = readFileSync('docs/api.md', 'utf8');

/** What the body of an adoption has beside that of a creation. */
const OF_ADOPTION = Object.fromEntries(
  Object.entries(AdoptedBill.shape).filter(([member]) => !(member in BillFacts.shape)),
);

/** What one exception has beside what a list shows of it. */
const OF_ONE_EXCEPTION = Object.fromEntries(
  Object.entries(ExceptionStoryResponse.shape).filter(
    ([member]) => !(member in ExceptionResponse.shape),
  ),
);

/** Sections that have what an object has besides, and are told of it with those of another. */
const BESIDES: Readonly<Record<string, Shape>> = {
  'What is sent besides to adopt': OF_ADOPTION,
  'What one exception has besides': OF_ONE_EXCEPTION,
};

/** By the heading of the section whose table has the members. */
const TABLES: readonly (readonly [heading: string, shape: Shape])[] = [
  ...SCHEMAS.filter(
    ({ headings, besides }) => !besides && headings.every((heading) => !BESIDES[heading]),
  ).flatMap(({ headings, schema }) => headings.map((heading) => [heading, schema.shape] as const)),
  ...Object.entries(BESIDES),
];

test.each(TABLES)('"%s" names every member, and which are always there', (heading, shape) => {
  const documented = rowsBelow(document, heading).map(([name = '', always]) => [
    name.replaceAll('`', ''),
    always === 'yes',
  ]);
  const members = Object.entries(shape).map(([name, schema]) => [name, !isOptional(schema)]);
  expect(documented.toSorted()).toEqual(members.toSorted());
});

test('every code that it names is one of ours', () => {
  const rows = document.matchAll(/^\| \d{3} \| (.+) \|$/gm);
  const named = [...rows].flatMap(([, cell = '']) => cell.match(/[a-z_]+\.[a-z_]+/g) ?? []);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((code) => !ERROR_CODES.includes(code))).toEqual([]);
});

test('each reason of a change is told', () => {
  for (const reason of CHANGE_REASONS) expect(document).toContain(`\`${reason}\``);
});

test('what an entry may be is told, each type of it', () => {
  const told = rowsBelow(document, 'An entry')
    .find(([name]) => name === '`type`')
    ?.at(-1);
  for (const type of EntryResponse.shape.type.options) expect(told).toContain(`\`${type}\``);
});

function isOptional(schema: z.ZodMiniType): boolean {
  return z.safeParse(schema, undefined).success;
}
