/** The repository as a newcomer meets it: what its documents name is there, and its tools agree. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const DOCUMENTS = [
  'CONTRIBUTING.md',
  'README.md',
  'src/README.md',
  'test/cases/README.md',
  'docs/README.md',
  'docs/proofs.md',
  'docs/terminal.md',
];
/** More than this nobody learns; a bench is a name for `bench`, not a script. */
const SCRIPTS_MAX = 12;

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe.each(DOCUMENTS)('%s', (name) => {
  const text = read(name);

  it('names only scripts that package.json has', () => {
    const named = [...text.matchAll(/npm run (?:--silent )?([a-z:]+)|`(test:[a-z]+)`/g)].map(([, script, other]) => script ?? other ?? '');
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it('names only files and folders that are there', () => {
    const named = [...text.matchAll(/(?<![\w/.-])(?:src|test|bench|docs|playbooks|templates|\.ci)\/[\w./-]*\w/g)].map(([path]) => path);
    expect([...new Set(named)].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('the repository', () => {
  it('has scripts that one can keep in mind', () => {
    expect(Object.keys(scripts).length).toBeLessThanOrEqual(SCRIPTS_MAX);
  });

  it('has an editor lay out a file as biome does', () => {
    const said = Object.fromEntries(
      [...read('.editorconfig').matchAll(/^(\w+) = (.+)$/gm)].reverse().map(([, key, value]) => [key, value]),
    );
    const { indentStyle, indentWidth, lineWidth } = JSON.parse(read('biome.json')).formatter;
    expect(said).toMatchObject({ indent_style: indentStyle, indent_size: String(indentWidth), max_line_length: String(lineWidth) });
  });
});
