import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Handler = (event: unknown, context: object) => unknown;

export type HandlerPlace = {
  /** The folder of the code: Lambda's /var/task. */
  readonly taskRoot: string;
  /** As the template has it: `index.handler`. */
  readonly handler: string;
};

const EXTENSIONS = ['', '.js', '.mjs', '.cjs'];
const HANDLER = /^([^.]*)\.(.*)$/;
const CALLBACK_PARAMETERS = 3;

/** As AWS's runtime client does: it looks in the same places in the same order, and refuses in the same words. */
export async function loadHandler(place: HandlerPlace): Promise<Handler> {
  const { handler } = place;
  const { exportName } = parseHandler(place);
  const loaded = await loadModule(place);
  const found =
    findIn(exportName, loaded) ?? findIn(exportName, (loaded as { default?: unknown }).default);
  if (!found) throw runtimeError('HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') {
    throw runtimeError('HandlerNotFound', `${handler} is not a function`);
  }
  if (found.length >= CALLBACK_PARAMETERS) {
    throw runtimeError('CallbackHandlerDeprecated', CALLBACKS_ARE_GONE);
  }
  return found as Handler;
}

/** The file that holds the handler, if it is one. */
export function findModule(place: HandlerPlace): string | undefined {
  const { modulePath } = parseHandler(place);
  return EXTENSIONS.map((extension) => modulePath + extension).find(existsSync);
}

function parseHandler({ taskRoot, handler }: HandlerPlace) {
  if (handler.includes('..')) {
    throw runtimeError(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const [, moduleName, exportName] = HANDLER.exec(basename(handler)) ?? [];
  if (moduleName === undefined || exportName === undefined) {
    throw runtimeError('MalformedHandlerName', 'Bad handler');
  }
  const folder = resolve(taskRoot, dirname(handler));
  return { folder, moduleName, exportName, modulePath: resolve(folder, moduleName) };
}

async function loadModule(place: HandlerPlace): Promise<object> {
  const { folder, moduleName } = parseHandler(place);
  const path = findModule(place);
  try {
    if (path !== undefined) return await import(pathToFileURL(path).href);
    const require = createRequire(import.meta.url);
    return require(require.resolve(moduleName, { paths: [place.taskRoot, folder] }));
  } catch (error) {
    if (error instanceof SyntaxError) {
      const syntaxError = runtimeError('UserCodeSyntaxError', String(error));
      if (error.stack !== undefined) syntaxError.stack = error.stack;
      throw syntaxError;
    }
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') {
      throw runtimeError('ImportModuleError', String(error));
    }
    throw error;
  }
}

/** `a.b` is a member of what is exported as `a`. */
function findIn(name: string, loaded: unknown): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        value && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined,
      loaded,
    );
}

export function runtimeError(type: string, message: string): Error {
  const error = new Error(message);
  error.name = `Runtime.${type}`;
  return error;
}

const CALLBACKS_ARE_GONE =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
  'You need to modify this function to use a supported handler signature to use Node.js 24 or later. ' +
  'For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';
