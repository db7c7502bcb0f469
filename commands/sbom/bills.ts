import { billOf } from './bill.ts';
import { readContents } from './bundle-contents.ts';
import { readBundles } from './bundles.ts';

/**
 * The bill of each function, by its folder.
 * @param assembly what `cdk synth` wrote
 * @param root where our package.json and `node_modules` are
 * @throws Error if a bundle is not the one that esbuild told of
 */
export function billsOf(assembly: string, root: string): ReadonlyMap<string, string> {
  const contents = readContents(assembly);
  return new Map(
    [...readBundles(assembly)].map(([name, bundle]) => {
      const told = contents.get(name);
      if (told?.bytes !== bundle.length) {
        throw new Error(
          `${assembly} does not tell what is in the bundle of ${name}: synthesise anew`,
        );
      }
      return [name, billOf(name, bundle, told, root)];
    }),
  );
}
