/** Rendering makes an applet's text from a Handlebars template; every path of the template must be in the context, and no value may break a line. */
import Handlebars from 'handlebars';
import { FlaptrapError, messageOf } from '../errors.ts';
import { checkPaths } from './template-paths.ts';

export interface Template {
  /** For messages: `templates/watch.hbs`. */
  file: string;
  source: string;
}

/** Labels are sorted as text on the device: all of one length, with gaps of ten. [C] eem.md 3 */
const LABEL_DIGITS = 4;
const LABEL_STEP = 10;

/** What would end a line or an argument, or act on a terminal that it is typed on. */
const UNTYPABLE = /[\x00-\x1f\x7f"?]/;

export function renderApplet(template: Template, partials: Readonly<Record<string, string>>, context: object): string {
  checkValues(template.file, context, []);
  try {
    checkPaths(template.source, partials, context);
    return withoutEmptyLines(compile(template.source, partials)(context));
  } catch (cause) {
    const answer = messageOf(cause);
    throw new FlaptrapError('input', `the template ${template.file} cannot be rendered`, { answer, next: 'correct the template', cause });
  }
}

type Compiled = (context: object) => string;

/** Few, and the same for every router of a fleet. */
const COMPILED = new Map<string, Compiled>();
const COMPILED_MAX = 100;

function compile(source: string, partials: Readonly<Record<string, string>>): Compiled {
  const key = JSON.stringify([source, partials]);
  const known = COMPILED.get(key);
  if (known !== undefined) return known;
  if (COMPILED.size >= COMPILED_MAX) COMPILED.clear();
  const compiled = compileAnew(source, partials);
  COMPILED.set(key, compiled);
  return compiled;
}

function compileAnew(source: string, partials: Readonly<Record<string, string>>): Compiled {
  const engine = Handlebars.create();
  engine.registerHelper('label', ({ data }: { data: Numbering }) => {
    data.labels.given += 1;
    return String(data.labels.given * LABEL_STEP).padStart(LABEL_DIGITS, '0');
  });
  for (const [name, text] of Object.entries(partials)) engine.registerPartial(name, text);
  const render = engine.compile(source, { strict: true, noEscape: true, knownHelpersOnly: true, knownHelpers: { label: true } });
  return (context) => render(context, { data: { labels: { given: 0 } } satisfies Numbering });
}

/** Each text that is rendered counts its labels from the first one on. */
interface Numbering {
  labels: { given: number };
}

/** Strings, figures, truths, and undefined for what is off, in plain objects and arrays: Handlebars silently leaves out anything else. */
function checkValues(file: string, value: unknown, path: readonly string[]): void {
  if (typeof value === 'string' && UNTYPABLE.test(value))
    throw refused(file, path, `${JSON.stringify(value)} holds a quote, a question mark or a control character`);
  if (['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return;
  const isPlain =
    Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  if (!isPlain) throw refused(file, path, `a value of the type ${typeof value} cannot be rendered`);
  for (const [key, each] of Object.entries(value as object)) checkValues(file, each, [...path, key]);
}

function refused(file: string, path: readonly string[], why: string): FlaptrapError {
  return new FlaptrapError('input', `the value ${path.join('.')} cannot stand in an applet: ${why}`, {
    tried: file,
    next: 'change the playbook',
  });
}

function withoutEmptyLines(text: string): string {
  return `${text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')}\n`;
}
