/** Loading reads the templates that stand beside the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Templates {
  /** By name without extension: `watch`, `guard`. */
  templates: Record<string, string>;
  partials: Record<string, string>;
}

/** The same two folders up from src/applet and from dist/applet. */
const FOLDER = new URL('../../templates/', import.meta.url);

export function loadTemplates(): Templates {
  return { templates: readFolder(FOLDER), partials: readFolder(new URL('partials/', FOLDER)) };
}

function readFolder(folder: URL): Record<string, string> {
  const names = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.hbs'));
  return Object.fromEntries(names.sort().map((name) => [name.slice(0, -'.hbs'.length), readFileSync(new URL(name, folder), 'utf8')]));
}
