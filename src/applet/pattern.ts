/** A pattern is a POSIX regular expression as EEM takes it, compiled to what runs in a time that grows with the text and no faster. */
import { RE2JS } from 're2js';

/** What can be asked of a pattern. */
export interface Pattern {
  test(text: string): boolean;
  /** The match, then its sub-matches; null when there is none. */
  exec(text: string): (string | undefined)[] | null;
}

/** `[[:digit:]]` and its like, which ECMAScript does not know. */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

/** Undefined when it is no regular expression. */
export function compilePattern(pattern: string): Pattern | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  const made = compile(pattern);
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

/** The pattern of one event is asked about each message that its applet may log. */
const compiled = new Map<string, Pattern | undefined>();
const COMPILED_MAX = 1000;

function compile(pattern: string): Pattern | undefined {
  const source = pattern.includes('[:')
    ? pattern.replace(/\[:(\w+):\]/g, (all, name: string) => (Object.hasOwn(CLASSES, name) ? (CLASSES[name] ?? all) : all))
    : pattern;
  try {
    const native = new RegExp(source);
    return isCheap(source) ? native : linear(source);
  } catch {
    return undefined;
  }
}

/** With one repetition at most, and none of a group, going back costs no more than the square of the text. */
function isCheap(source: string): boolean {
  return (source.match(/[*+]|\{\d*,/g)?.length ?? 0) <= 1 && !/\)\s*(?:[*+?]|\{)/.test(source) && !/\\[1-9]/.test(source);
}

/** Never matches where a pattern looks back at its own matches: such a one cannot be bounded, and is not run. */
function linear(source: string): Pattern {
  try {
    const compiled = RE2JS.compile(source);
    const exec = (text: string): (string | undefined)[] | null => {
      const matcher = compiled.matcher(text);
      if (!matcher.find()) return null;
      return Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
    };
    return { test: (text) => exec(text) !== null, exec };
  } catch {
    return { test: () => false, exec: () => null };
  }
}
