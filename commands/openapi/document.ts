import * as z from 'zod/mini';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { type Route, TAGS } from '#shared/api/routes/route.ts';
import { describe, type Prose } from './describe.ts';
import { type Json, makeExact } from './exact.ts';
import { type Examples, NO_EXAMPLES } from './examples.ts';
import { toOperation } from './operation.ts';
import { nameOfProblem, PROBLEMS } from './problems.ts';
import { PARTS, SCHEMAS } from './schemas.ts';

export type DocumentSources = {
  readonly routes: readonly Route[];
  readonly examples: Examples;
  readonly prose: Prose;
  /** Of the application. */
  readonly version: string;
};

const DESCRIPTION = `Customer balances for Moment, reconciled exactly once.

Amounts are integers of minor units: 2000 is ZAR 20.00; positive is owed, negative is credit. Times are ISO 8601. A member that is not always there is left out. Text that is sent must be visible: controls, marks of direction and whatever shows nothing of itself are refused. Every refusal has a \`code\`, by which programs go. docs/api.md and docs/errors.md of the repository have the prose.`;

const SECURITY = {
  iam: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    description:
      'AWS Signature Version 4 for execute-api, of whoever may invoke the route; a stage has this or jwt',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  },
  jwt: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: "A token of the stage's issuer with one of its scopes to read, or to write",
  },
} as const;

/** The OpenAPI document of the routes, made of the schemas that validate them. */
export function makeDocument({ routes, examples, prose, version }: DocumentSources) {
  const paths: Record<string, ZodOpenApiPathsObject[string]> = {};
  for (const route of routes) {
    const operation = toOperation(route, examples[route.id] ?? NO_EXAMPLES);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
  }
  const names = namedSchemas();
  for (const [id, schema] of names) z.globalRegistry.add(schema, { id });
  try {
    const document = createDocument(
      {
        openapi: '3.1.1',
        info: {
          title: 'moment-balances',
          version,
          description: DESCRIPTION,
          license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        },
        servers: [
          { url: '/', description: 'the API that serves this document' },
          { url: 'http://127.0.0.1:8787', description: 'npm start' },
        ],
        tags: TAGS.map((name) => ({ name })),
        paths,
        components: { securitySchemes: SECURITY },
      },
      {
        override: ({ zodSchema, jsonSchema, io }) => {
          makeExact(zodSchema, jsonSchema as Json, io);
        },
      },
    );
    return describe(document, prose);
  } finally {
    // The registry is everybody's.
    for (const [, schema] of names) z.globalRegistry.remove(schema);
  }
}

/** What is referred to by a name, which is that of a type in a client. */
function namedSchemas(): readonly (readonly [name: string, schema: z.ZodMiniType])[] {
  const objects = SCHEMAS.flatMap(({ name, schema }) => (name ? [[name, schema] as const] : []));
  const problems = [...PROBLEMS].map(([code, schema]) => [nameOfProblem(code), schema] as const);
  return [...objects, ...problems, ...Object.entries(PARTS)];
}
