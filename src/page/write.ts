/** Writing the page makes page/flaptrap.html of its parts, one file with its own law that reaches nothing; beside it lie the look and the script of the pages that are served. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';
import { SLOT } from '../report/picture/enclose.ts';

/** From src and from dist alike. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = join(ROOT, 'src/page');
const PAGE = join(ROOT, 'page/flaptrap.html');

/** What may be inside, and nothing from anywhere: no network, no form, no frame. */
const lawOf = (script: string, style: string): string =>
  [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    // Places and sizes of what is drawn are set by the script, which is ours.
    'worker-src blob:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, entry)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    legalComments: 'none',
  });
  const [file] = outputFiles;
  const text = file?.text.trim() ?? '';
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${entry} holds what would end its place in the page`);
  return text;
}

const [script, worker, style] = await Promise.all([bundled('main.ts'), bundled('worker.ts'), bundled('page.css')]);
const law = lawOf(script, style);
const packed = deflateRawSync(worker, { level: 9 }).toString('base64');
const page = readFileSync(join(SOURCES, 'page.html'), 'utf8')
  .replace('%law%', () => law)
  .replace('%style%', () => style)
  .replace('%enclosed%', () => SLOT)
  .replace('%worker%', () => packed)
  .replace('%script%', () => script);
mkdirSync(dirname(PAGE), { recursive: true });
writeFileSync(PAGE, page);
// What `flaptrap serve` sends beside its pages.
for (const [entry, name] of [
  ['live.ts', 'live.js'],
  ['served.css', 'served.css'],
] as const)
  writeFileSync(join(dirname(PAGE), name), `${await bundled(entry)}\n`);
