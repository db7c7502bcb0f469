import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const COLUMNS_MAX = 140;
const DOCUMENTS = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'bench/README.md'],
].concat(globSync(['docs/*.{md,http}', 'test/*/README.md']).toSorted());

describe.each(DOCUMENTS)('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  test(`has no line over ${COLUMNS_MAX} columns`, () => {
    expect(linesOver(text)).toEqual([]);
  });

  test('links to what is there', () => {
    expect(deadLinks(path, text)).toEqual([]);
  });
});

describe('a query of docs/operations.md', () => {
  const queries = readFileSync('docs/operations.md', 'utf8').match(/\blogs '[^']+'/g) ?? [];

  test('that asks by status looks at lines that have one, those of the access log', () => {
    const byStatus = queries.filter((query) => /(?<![.\w])status\b/.test(query));
    expect(byStatus.length).toBeGreaterThan(2);
    const loose = byStatus.filter((query) => !/ispresent\((status|source_ip)\)/.test(query));
    expect(loose).toEqual([]);
  });

  test('that asks for functions that died knows every way to die', () => {
    const deaths = queries.filter((query) => query.includes('Task timed out'));
    expect(deaths).toHaveLength(6);
    for (const query of deaths) {
      expect(query).toContain('/Task timed out|Runtime.ExitError|Init Error|Invoke Error/');
    }
  });
});

test('whatever a command or a synth leads to is there', () => {
  const sources = globSync('{commands,infra}/**/*.ts').map((path) => readFileSync(path, 'utf8'));
  const links = sources.flatMap((text) => text.match(/docs\/[\w-]+\.md#[\w-]+/g) ?? []);
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((link) => !leadsSomewhere('README.md', '', link))).toEqual([]);
});

test('a line that is too long, a file and a heading that are not there would be seen', () => {
  expect(linesOver(`short\n${'x'.repeat(COLUMNS_MAX + 1)}`)).toEqual([2]);
  const links = '[a](docs/none.md) [b](docs/errors.md#none) [c](#none) [d](docs/errors.md#errors)';
  expect(deadLinks('README.md', links)).toEqual(['docs/none.md', 'docs/errors.md#none', '#none']);
});

test('the anchor of a heading is the one that GitHub makes', () => {
  const text = '# What a `code` is, and why\n## Twice\n## Twice\n```sh\n# no heading\n```\n';
  expect(anchorsOf(text)).toEqual(['what-a-code-is-and-why', 'twice', 'twice-1']);
});

/** Numbers of the lines, from 1. */
function linesOver(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.length > COLUMNS_MAX ? [index + 1] : []));
}

function deadLinks(path: string, text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^https?:/.test(link) && !leadsSomewhere(path, text, link));
}

function leadsSomewhere(path: string, text: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = join(dirname(path), file);
  if (file !== '' && !existsSync(target)) return false;
  if (anchor === undefined) return true;
  return anchorsOf(file === '' ? text : readFileSync(target, 'utf8')).includes(anchor);
}

function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}
