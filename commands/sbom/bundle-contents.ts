import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';

/** What esbuild says of a bundle (esbuild.github.io/api/#metafile), as far as it is read here. */
const Metafile = z.object({
  inputs: z.record(z.string(), z.object({ imports: z.array(z.object({ path: z.string() })) })),
  outputs: z.record(
    z.string(),
    z.object({
      bytes: z.int(),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.int() })),
    }),
  ),
});
type Metafile = z.infer<typeof Metafile>;

export type BundleContents = {
  /** Bytes of the bundle that this is said of. */
  readonly bytes: number;
  /** Folders of packages, and those whose code each imports in this bundle; `''` is our own code. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
};

const SUFFIX = '.meta.json';
const IN_PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** By the folder of the function, as synthesising left it. @throws Error if it is not as esbuild writes it */
export function readContents(assembly: string): ReadonlyMap<string, BundleContents> {
  return new Map(
    globSync(`*${SUFFIX}`, { cwd: assembly })
      .toSorted()
      .map((name) => [
        basename(name, SUFFIX),
        contentsOf(JSON.parse(readFileSync(join(assembly, name), 'utf8'))),
      ]),
  );
}

/** Packages that gave the bundle bytes; what was read and left out is not in it. */
export function contentsOf(metafile: unknown): BundleContents {
  const { inputs, outputs } = Metafile.parse(metafile);
  const bundle = Object.entries(outputs).find(([path]) => path.endsWith('/index.js'))?.[1];
  if (!bundle) throw new Error('The metafile tells of no index.js');
  const inBundle = new Set(
    Object.entries(bundle.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => packageOf(path)),
  );
  const read = importsOfPackages(inputs);
  const imports = [...inBundle.add('')].map(
    (folder) => [folder, reachedFrom(folder, read, inBundle)] as const,
  );
  return { bytes: bundle.bytes, imports: new Map(imports) };
}

/** Which package imports which, of all that esbuild read. */
function importsOfPackages(inputs: Metafile['inputs']): ReadonlyMap<string, ReadonlySet<string>> {
  const imports = new Map<string, Set<string>>();
  for (const [path, { imports: imported }] of Object.entries(inputs)) {
    const importer = packageOf(path);
    const known = imports.get(importer) ?? new Set();
    // What is not read is Node's own.
    for (const each of imported) if (each.path in inputs) known.add(packageOf(each.path));
    imports.set(importer, known);
  }
  return imports;
}

/** Packages of the bundle that this one imports, also through packages that were left out. */
function reachedFrom(
  folder: string,
  imports: ReadonlyMap<string, ReadonlySet<string>>,
  inBundle: ReadonlySet<string>,
): ReadonlySet<string> {
  const seen = new Set([folder]);
  const reached = new Set<string>();
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const imported of imports.get(next) ?? []) {
      if (seen.has(imported)) continue;
      seen.add(imported);
      if (inBundle.has(imported)) reached.add(imported);
      else open.push(imported);
    }
  }
  return reached;
}

/** The folder of the package that a file is of; one within another's folder is the inner one. */
function packageOf(path: string): string {
  return IN_PACKAGE.exec(path)?.[1] ?? '';
}
