import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Examples } from '#commands/openapi/examples.ts';
import { EXAMPLES, makeOwnDocument } from '#commands/openapi/sources.ts';
import { KINDS } from '#shared/api/routes/route.ts';
import { ROUTES } from '#shared/api/routes/routes.ts';
import { ERROR_CODES } from '#shared/errors.ts';
import {
  DocumentedAnswers,
  escapePointer,
  readDocument,
} from '#test/support/documented-answers.ts';

type Described = { readonly description?: string; readonly properties?: Record<string, Described> };

const document = makeOwnDocument();
const schemas = document.components.schemas as Readonly<Record<string, Described>>;
const examples = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as Examples;

test('the document in the repository is what the routes and their schemas make', () => {
  // Otherwise: npm run openapi
  expect(readDocument()).toEqual(JSON.parse(JSON.stringify(document)));
});

test('so are the types of the client, and npm run openapi -- --check says so', () => {
  const main = ['--import', './node-version.mjs', 'commands/openapi/main.ts', '--check'];
  const { status, stdout, stderr } = spawnSync(process.execPath, main, { encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([
    0,
    'as it should be  docs/openapi.json\nas it should be  commands/kit/api-client/api-types.d.ts\n',
    '',
  ]);
});

test('each route is an operation, and each code of ours a schema that says what to do', () => {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations).toHaveLength(ROUTES.length);
  const codes = Object.values(schemas).flatMap(({ description, properties }) => {
    const { const: code } = (properties?.['code'] ?? {}) as { const?: string };
    return code === undefined ? [] : [[code, description?.includes(': ')] as const];
  });
  const expected = [...ERROR_CODES.filter((code) => code !== 'config.invalid'), 'internal'];
  expect(codes.toSorted()).toEqual(expected.map((code) => [code, true]).toSorted());
});

test('each parameter is described, and each member of what is sent and answered', () => {
  const named = Object.values(document.paths)
    .flatMap((path) => Object.values(path))
    .flatMap(({ parameters = [] }) => parameters);
  expect(named.filter(({ description }) => !description)).toEqual([]);
  const silent = Object.entries(schemas)
    // Of a problem, docs/api.md has a sentence.
    .filter(
      ([name, { properties }]) =>
        !properties?.['code'] &&
        !['GatewayMessage', 'Description', 'Totals', 'Moved'].includes(name),
    )
    .flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, { description }]) => !description)
        .map(([member]) => `${name}.${member}`),
    );
  expect(silent).toEqual([]);
});

describe('the examples, which are of real runs,', () => {
  const answers = new DocumentedAnswers();
  const routes = ROUTES.filter(({ id }) => examples[id]);
  const placeOf = ({ path, method }: (typeof ROUTES)[number]) =>
    `paths/${escapePointer(path)}/${method.toLowerCase()}`;

  test('show every thing that can be done, of one kind of obligation at least', () => {
    const shown = new Set(routes.map(({ method, path }) => `${method} ${withoutKind(path)}`));
    const all = new Set(ROUTES.map(({ method, path }) => `${method} ${withoutKind(path)}`));
    expect([...all].filter((each) => !shown.has(each))).toEqual(['GET /openapi.json']);
  });

  test.each(routes)('of $method $path are as the document has it', (route) => {
    const { requests = {}, answers: told } = examples[route.id] ?? { answers: {} };
    const problems = [
      ...Object.values(requests).map((value) =>
        answers.problemsOf(`${placeOf(route)}/requestBody/content/application~1json/schema`, value),
      ),
      ...Object.entries(told).flatMap(([status, named]) =>
        Object.values(named).map((value) => {
          const type = Number(status) < 300 ? 'application/json' : 'application/problem+json';
          return answers.problemsOf(
            `${placeOf(route)}/responses/${status}/content/${escapePointer(type)}/schema`,
            value,
          );
        }),
      ),
    ];
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  });
});

function withoutKind(path: string): string {
  const kind = KINDS.find((each) => path === each.path || path.startsWith(`${each.path}/`));
  return kind ? path.replace(kind.path, '/{kind}') : path;
}
