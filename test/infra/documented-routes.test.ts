import { expect, test } from 'vitest';
import { ROUTES } from '#shared/api/routes/routes.ts';
import { ERRORS } from '#shared/errors.ts';
import { templateOf } from '#test/support/template.ts';

test('each route that is deployed is documented, and each documented one is deployed', () => {
  const deployed = Object.values(templateOf().findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => [Properties.RouteKey, Properties.AuthorizationType === 'NONE'],
  );
  const documented = ROUTES.map(({ method, path, open }) => [`${method} ${path}`, open === true]);
  expect(documented.toSorted()).toEqual(deployed.toSorted());
});

test('a route is named once, and so is each code that it may answer', () => {
  const ids = ROUTES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, problems } of ROUTES)
    expect([id, ...new Set(problems)]).toEqual([id, ...problems]);
});

test('every code that a caller may meet is one of a route', () => {
  const documented = new Set(ROUTES.flatMap(({ problems }) => problems));
  // Callers see `internal`.
  expect(Object.keys(ERRORS).filter((code) => !documented.has(code as never))).toEqual([
    'config.invalid',
  ]);
});
