import type { Json } from './exact.ts';
import { PARAMETERS } from './parameters.ts';
import { nameOfProblem, PROBLEMS } from './problems.ts';
import { readCodes, readMembers } from './prose.ts';
import { SCHEMAS } from './schemas.ts';

/** docs/api.md and docs/errors.md: their tables are the one place where members and codes are explained. */
export type Prose = { readonly api: string; readonly errors: string };

type Operation = { readonly parameters?: { readonly name: string; description?: string }[] };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
};

/** The document in which each member, parameter and code is explained as the prose has it. */
export function describe(document: object, prose: Prose): Document {
  const described = structuredClone(document) as Document;
  const { schemas } = described.components;
  const codes = readCodes(prose.errors);
  for (const { name = '', headings, besides = {} } of SCHEMAS) {
    const told = headings.flatMap((heading) => readMembers(prose.api, heading));
    const members = new Map([...told, ...Object.entries(besides)]);
    describeMembers(schemas[name], members);
  }
  for (const code of PROBLEMS.keys()) {
    const schema = schemas[nameOfProblem(code)];
    const description = codes.get(code);
    if (schema && description !== undefined) schema.description = description;
  }
  for (const operation of Object.values(described.paths).flatMap((path) => Object.values(path))) {
    for (const parameter of operation.parameters ?? []) {
      const description = PARAMETERS[parameter.name];
      if (description !== undefined) parameter.description = description;
    }
  }
  return described;
}

function describeMembers(schema: Json | undefined, members: ReadonlyMap<string, string>): void {
  for (const [name, member] of Object.entries(schema?.properties ?? {})) {
    const description = members.get(name);
    if (description !== undefined && typeof member === 'object') member.description = description;
  }
}
