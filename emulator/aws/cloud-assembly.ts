import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const STACK = 'aws:cloudformation:stack';
const ASSETS = 'cdk:asset-manifest';

const Manifest = z.object({
  artifacts: z
    .record(
      z.string(),
      z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).optional() }),
    )
    .default({}),
});

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

const Template = z.object({
  Resources: z.record(z.string(), Resource).default({}),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
});
export type Template = z.infer<typeof Template>;

const AssetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

export type CloudAssembly = {
  readonly stackName: string;
  readonly template: Template;
  /** Where the asset that is uploaded under this key lies on disk. */
  assetPath(objectKey: string): string;
};

/** Reads what `cdk synth` wrote: one stack, its template and its assets. */
export function readCloudAssembly(directory: string): CloudAssembly {
  const { artifacts } = Manifest.parse(readJson(join(directory, 'manifest.json'), directory));
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === STACK);
  const [stack] = stacks;
  if (!stack || stacks.length > 1) {
    const names = stacks.map(([name]) => name).join(', ') || 'none';
    throw new Error(`${directory} must hold exactly one stack; it holds: ${names}`);
  }
  const [stackName, { properties }] = stack;
  const templateFile = z.string().parse(properties?.['templateFile']);
  const paths = readAssetPaths(directory, artifacts);
  return {
    stackName,
    template: Template.parse(readJson(join(directory, templateFile), directory)),
    assetPath(objectKey) {
      const path = paths.get(objectKey);
      if (path === undefined) {
        throw new Error(
          `${directory} lists no asset ${objectKey}: was the stack synthesised without bundling?`,
        );
      }
      return join(directory, path);
    },
  };
}

function readAssetPaths(
  directory: string,
  artifacts: z.infer<typeof Manifest>['artifacts'],
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== ASSETS) continue;
    const file = z.string().parse(properties?.['file']);
    const { files } = AssetManifest.parse(readJson(join(directory, file), directory));
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path !== undefined) paths.set(objectKey, source.path);
      }
    }
  }
  return paths;
}

function readJson(path: string, directory: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(
      `${path} cannot be read: is ${directory} a cloud assembly? Write one with \`npm run synth\``,
      { cause },
    );
  }
}
