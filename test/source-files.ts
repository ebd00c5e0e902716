/** The source files of the house as the tests of its law see them: folder, text, imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SRC = fileURLToPath(new URL('../src', import.meta.url));

export interface SourceFile {
  /** From src, with forward slashes: `applet/lints/label-order.ts`. */
  path: string;
  /** First folder, or the file's own name when it stands directly in src. */
  home: string;
  text: string;
  imports: string[];
}

/** `import { x } from './y.ts'`, `export { x } from './y.ts'`, `await import('./y.ts')` */
const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

export function readSourceFiles(): SourceFile[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(SRC, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(SRC, path), 'utf8');
      const imports = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
      return { path, home: path.split('/')[0] ?? path, text, imports };
    });
}

/** The home that a relative import leads to; undefined for a package. */
export function homeOfImport(file: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return new URL(specifier, `file:///${file.path}`).pathname.slice(1).split('/')[0];
}
