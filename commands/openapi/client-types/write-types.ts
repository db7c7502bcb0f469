import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

const HEAD = '// Made from docs/openapi.json by `npm run openapi`.\n\n';

/** The types of a client of the document. */
export async function writeTypes(document: object): Promise<string> {
  const nodes = await openapiTS(document as OpenAPI3, {
    alphabetize: false,
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  return HEAD + astToString(nodes);
}
