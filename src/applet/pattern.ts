/** A pattern is a POSIX regular expression as EEM takes it, compiled to what this program can run. */

/** `[[:digit:]]` and its like, which ECMAScript does not know. */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

/** Undefined when it is no regular expression. */
export function compilePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern.replace(/\[:(\w+):\]/g, (all, name: string) => CLASSES[name] ?? all));
  } catch {
    return undefined;
  }
}
