import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Import } from './restrictions.ts';

const TOP_FOLDERS = [
  'infra',
  'functions',
  'shared',
  'emulator',
  'local',
  'commands',
  'test',
  'bench',
];

export type Source = {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
};

export function readSources(): readonly Source[] {
  return TOP_FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
      .filter((path) => !path.includes('node_modules'))
      .map((path) => join(folder, path)),
  ).map((path) => toSource(path, readFileSync(path, 'utf8')));
}

export function toSource(path: string, text: string): Source {
  const from = text.matchAll(/^(?:import|export) (type )?(?:[^;]*? from )?'([^']+)';/gm);
  const called = text.matchAll(/\bimport\(()'([^']+)'\)/g);
  const imports = [...from, ...called].map(([, type, target = '']) => ({
    target,
    typeOnly: type === 'type ',
  }));
  return { path, text, imports };
}
