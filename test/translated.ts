/** The sources as Node runs them, each file translated by itself: a compiler that looks at all of them takes twenty times as long, and checks nothing here either. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/** As in tsconfig.json. */
const COMPILER_OPTIONS = { target: 'es2023', verbatimModuleSyntax: true, strict: true } as const;
/** What is imported is named by the file as it is written; translated, it has another ending. */
const WRITTEN = /(\b(?:from|import)\s*\(?\s*")(\.{1,2}\/[^"\n]+)\.ts"/g;

/** Every file below `from` that runs in Node. */
export function translateAll(from: string, to: string): void {
  const paths = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.startsWith('page/'),
  );
  const { outputFiles } = buildSync({
    entryPoints: paths.map((path) => join(from, path)),
    outbase: from,
    outdir: to,
    write: false,
    format: 'esm',
    charset: 'utf8',
    target: 'node20',
    tsconfigRaw: { compilerOptions: COMPILER_OPTIONS },
  });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replaceAll(WRITTEN, '$1$2.js"'));
  }
}
