/** The templates as they are shipped, for a bench that draws plans. */
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TemplateTexts } from '../src/playbook/request.ts';

/** As they are shipped: a compiled bench stands one folder deeper than the program. */
export function readTemplates(): TemplateTexts {
  const folder = new URL('../../templates/', import.meta.url);
  const read = (from: URL): Record<string, string> =>
    Object.fromEntries(
      readdirSync(from)
        .filter((name) => name.endsWith('.hbs'))
        .map((name) => [name.replace(/\.hbs$/, ''), readFileSync(new URL(name, from), 'utf8')]),
    );
  return { templates: read(folder), partials: read(new URL('partials/', folder)) };
}

/** Where the program that was compiled along looks for them. */
export function placeTemplates(): void {
  const link = fileURLToPath(new URL('../templates', import.meta.url));
  if (!existsSync(link)) symlinkSync(fileURLToPath(new URL('../../templates', import.meta.url)), link);
}
