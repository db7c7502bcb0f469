import { WALLS, type Wall } from './walls.ts';

/** Imports that are refused, in the form that Biome reads: the last entry that matches counts. */
export type Restriction = { readonly group: readonly string[]; readonly message: string };

/** An import as it is written. */
export type Import = { readonly target: string; readonly typeOnly: boolean };

const MAIN = '**/main.ts';
const UPWARDS = '**/../**';

/** All that is refused behind a wall. */
export function restrictions({ may, message }: Wall): readonly Restriction[] {
  return [
    {
      group: [MAIN],
      message: 'A main.ts starts something, and an import must not: import what it joins.',
    },
    { group: [UPWARDS], message: 'Say where it lies from the root on, as in #shared/errors.ts.' },
    { group: ['**', '!./**', ...may.map(opposite), `!${UPWARDS}`, `!${MAIN}`], message },
  ];
}

/** Why a file may not import this; undefined if it may. */
export function refusal(path: string, { target, typeOnly }: Import): string | undefined {
  for (const wall of wallsOf(path)) {
    const refused = restrictions(wall).find(({ group }) => matches(group, target));
    if (refused) return refused.message;
    if (wall.typesOnly && !typeOnly && matches([wall.typesOnly], target)) return wall.message;
  }
  return undefined;
}

export function wallsOf(path: string): readonly Wall[] {
  return WALLS.filter(({ files }) => matches(files, path));
}

/** The walls as Biome's configuration extends it: each file has the restrictions of one wall. */
export function biomeOverrides() {
  return WALLS.map((wall) => ({
    includes: wall.files,
    ...(wall.typesOnly && { plugins: ['./test/support/walls/types-only.grit'] }),
    linter: {
      rules: {
        style: {
          noRestrictedImports: { level: 'error', options: { patterns: restrictions(wall) } },
        },
      },
    },
  }));
}

function matches(globs: readonly string[], text: string): boolean {
  const last = globs.findLast((glob) => toRegExp(glob.replace(/^!/, '')).test(text));
  return last !== undefined && !last.startsWith('!');
}

const opposite = (glob: string) => (glob.startsWith('!') ? glob.slice(1) : `!${glob}`);

const IN_REG_EXP: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '.': '\\.',
};

function toRegExp(glob: string): RegExp {
  return new RegExp(`^${glob.replace(/\*\*\/|\*\*|\*|\./g, (part) => IN_REG_EXP[part] ?? part)}$`);
}
