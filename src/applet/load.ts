/** Loading reads the templates that stand beside the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Handlebars texts of the applets, as makePlan takes them. */
export interface Templates {
  /** By name without extension: `watch`, `guard`. */
  templates: Record<string, string>;
  partials: Record<string, string>;
}

/** The same two folders up from src/applet and from dist/applet. */
const FOLDER = new URL('../../templates/', import.meta.url);

/** Those that stand beside the program, wherever it is installed. Throws what node:fs throws when the installation is damaged. */
export function loadTemplates(): Templates {
  return { templates: readFolder(FOLDER), partials: readFolder(new URL('partials/', FOLDER)) };
}

/** What `flaptrap eem new` writes, by the want. */
export function loadWantTemplates(): Record<string, string> {
  return readFolder(new URL('eem/', FOLDER));
}

function readFolder(folder: URL): Record<string, string> {
  const names = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.hbs'));
  return Object.fromEntries(names.sort().map((name) => [name.slice(0, -'.hbs'.length), readFileSync(new URL(name, folder), 'utf8')]));
}
