import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

/**
 * Stack traces name the sources instead of the bundle. The map is read for the first of them:
 * `--enable-source-maps` would read it at every start of a function.
 */
export function nameSourcesInStackTraces(): void {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (path: string) => {
    if (!maps.has(path)) maps.set(path, readMap(`${path}.map`));
    return maps.get(path);
  };
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => `\n    at ${describe(frame, mapOf)}`);
    return `${String(error)}${lines.join('')}`;
  };
}

function describe(frame: NodeJS.CallSite, mapOf: (path: string) => SourceMap | undefined): string {
  const [path, line, column] = [
    frame.getFileName(),
    frame.getLineNumber(),
    frame.getColumnNumber(),
  ];
  if (!path || line === null || column === null) return String(frame);
  const origin = mapOf(path)?.findOrigin(line, column);
  if (!origin || !('fileName' in origin)) return String(frame);
  const source = origin.fileName.replace(/^(\.\.\/)+/, '');
  return String(frame).replace(
    `${path}:${line}:${column}`,
    `${source}:${origin.lineNumber}:${origin.columnNumber}`,
  );
}

function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Modules of Node itself have none; and an error must not fail for want of a better description.
    return undefined;
  }
}
