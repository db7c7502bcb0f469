import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsExport from 'ajv-formats';
import type { HttpRequestSeen } from '#emulator/aws/http-api.ts';

type Content = Readonly<Record<string, object>>;
type Response = { readonly content?: Content; readonly $ref?: string };
type Operation = { readonly responses: Readonly<Record<string, Response>> };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const ID = 'openapi.json';
const WEBHOOK = '/webhooks/moment';
const addFormats = addFormatsExport as unknown as (ajv: Ajv2020) => void;

/** The document, as whoever calls the API has it. */
export function readDocument(): Document {
  return JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document;
}

/** Validates by the schemas of the document. */
export class DocumentedAnswers {
  readonly #document = readDocument();
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor() {
    addFormats(this.#ajv);
    this.#ajv.addSchema(this.#document, ID);
  }

  /**
   * What is not documented of an answer: its status, its type, or members of it; undefined if all is. What API Gateway
   * says of a path that is no route is not ours.
   */
  whatIsNot(seen: HttpRequestSeen): string | undefined {
    const found = this.#find(seen);
    if (!found) return undefined;
    const { responses, at } = found;
    const call = `${seen.method} ${seen.path} ${seen.status}`;
    const response = responses[seen.status];
    if (!response) return `${call} is not documented`;
    const [type = ''] = seen.responseType.split(';');
    const place = response.$ref?.slice(2) ?? `${at}/responses/${seen.status}`;
    const content = response.$ref ? this.#component(place).content : response.content;
    if (!content?.[type]) return `${call} answers ${type}, which is not documented`;
    if (!type.endsWith('json')) return undefined;
    const problems = this.problemsOf(
      `${place}/content/${escapePointer(type)}/schema`,
      JSON.parse(seen.responseBody.toString('utf8')),
    );
    return problems && `${call} is answered otherwise than documented: ${problems}`;
  }

  /** What is wrong with a value by the schema at a place of the document. */
  problemsOf(pointer: string, value: unknown): string | undefined {
    let validate = this.#validators.get(pointer);
    if (!validate) {
      validate = this.#ajv.compile({ $ref: `${ID}#/${encodeURI(pointer)}` });
      this.#validators.set(pointer, validate);
    }
    return validate(value) ? undefined : this.#ajv.errorsText(validate.errors);
  }

  #find({ method, path }: HttpRequestSeen) {
    const [plain = ''] = path.split('?');
    // A stage may have a path of its own below it.
    const asked = plain.startsWith(`${WEBHOOK}/`) ? WEBHOOK : plain;
    for (const [template, operations] of Object.entries(this.#document.paths)) {
      const operation = operations[method.toLowerCase()];
      if (operation && isPathOf(template, asked)) {
        const at = `paths/${escapePointer(template)}/${method.toLowerCase()}`;
        return { responses: operation.responses, at };
      }
    }
    return undefined;
  }

  #component(place: string): Response {
    return place
      .split('/')
      .reduce<unknown>(
        (at, name) => (at as Record<string, unknown>)[name],
        this.#document,
      ) as Response;
  }
}

function isPathOf(template: string, path: string): boolean {
  const wanted = template.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length &&
    wanted.every((part, at) => (part.startsWith('{') ? parts[at] !== '' : part === parts[at]))
  );
}

/** A name within a JSON pointer (RFC 6901). */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
