import { parseOptions } from '#commands/kit/usage.ts';

export type OpenApiOptions = {
  /** Whether the files are looked at, and left as they are. */
  readonly check: boolean;
  readonly help: boolean;
};

export const USAGE = `npm run openapi -- [options]

Writes what the API is as OpenAPI 3.1, docs/openapi.json, and the types of a client of it. Both are made from
shared/api/routes, the tables of docs/api.md and docs/errors.md, and commands/openapi/examples.json, which are the
calls of docs/requests.http as they were answered: UPDATE_EXAMPLES=1 npx vitest run test/scenarios/requests-http.test.ts

  --check  write nothing, and say what would be written anew
  --help

Exit status: 0 if the files are as they should be, 1 if one is not, 2 if that cannot be told.`;

/** @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): OpenApiOptions {
  return parseOptions(args, {
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
}
