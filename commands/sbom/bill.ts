import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import parseLicence from 'spdx-expression-parse';
import * as z from 'zod';
import type { BundleContents } from './bundle-contents.ts';

const PackageJson = z.object({
  name: z.string().min(1),
  version: z.string().min(1),
  license: z.string().min(1),
});

const { Builders, Factories } = Contrib.FromNodePackageJson;
const components = new Builders.ComponentBuilder(
  new Factories.ExternalReferenceFactory(),
  new Contrib.License.Factories.LicenseFactory(parseLicence),
);

/**
 * What is in one bundle, as CycloneDX 1.6 in JSON: the function, and each package with version, licence and who
 * imports it. The same bundle is the same text: no time and no serial number.
 * @param root where our package.json and `node_modules` are
 */
export function billOf(
  name: string,
  bundle: Buffer,
  { imports }: BundleContents,
  root: string,
): string {
  const bom = new Models.Bom();
  const made = new Map([...imports.keys()].map((folder) => [folder, componentIn(root, folder)]));
  for (const [folder, component] of made) {
    for (const imported of imports.get(folder) ?? []) {
      const ref = made.get(imported)?.bomRef;
      if (ref) component.dependencies.add(ref);
    }
    if (folder !== '') bom.components.add(component);
  }
  const own = made.get('');
  if (own) bom.metadata.component = asFunction(own, name, bundle);
  const serializer = new Serialize.JsonSerializer(
    new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6),
  );
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function asFunction(component: Models.Component, name: string, bundle: Buffer): Models.Component {
  component.type = Enums.ComponentType.Application;
  component.name = `${component.name}/${name}`;
  component.bomRef.value = component.name;
  component.hashes.set(
    Enums.HashAlgorithm['SHA-256'],
    createHash('sha256').update(bundle).digest('hex'),
  );
  return component;
}

/** @throws Error if the package.json there says no name, version or licence */
function componentIn(root: string, folder: string): Models.Component {
  const path = join(root, folder, 'package.json');
  const read = PackageJson.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  const component = read.success ? components.makeComponent(read.data) : undefined;
  if (!component) throw new Error(`${path} must say name, version and licence`);
  const { group, name, version } = component;
  component.purl = new PackageURL('npm', group, name, version, undefined, undefined).toString();
  component.bomRef.value = component.purl;
  return component;
}
