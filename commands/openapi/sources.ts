import { readFileSync } from 'node:fs';
import { ROUTES } from '#shared/api/routes/routes.ts';
import { type DocumentSources, makeDocument } from './document.ts';
import type { Examples } from './examples.ts';

export const DOCUMENT = 'docs/openapi.json';
export const EXAMPLES = 'commands/openapi/examples.json';

/** The document of this repository, as its sources are now. */
export function makeOwnDocument() {
  return makeDocument(readSources());
}

function readSources(): DocumentSources {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  return {
    routes: ROUTES,
    examples: JSON.parse(readFileSync(EXAMPLES, 'utf8')) as Examples,
    prose: {
      api: readFileSync('docs/api.md', 'utf8'),
      errors: readFileSync('docs/errors.md', 'utf8'),
    },
    version,
  };
}
