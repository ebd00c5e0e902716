/** A template is a text whose expressions are replaced before a router sees it: what they will be is not known, and the rest is read all the same. */

/** Who replaces them; `places to fill in` are those of a form in a document, `event manager applet <name>`. */
export type TemplateEngine =
  | 'Jinja2'
  | 'Handlebars'
  | 'FreeMarker'
  | 'Velocity'
  | 'Terraform'
  | 'Mako'
  | 'ERB'
  | 'PHP'
  | 'shell'
  | 'places to fill in';

export interface Template {
  engine: TemplateEngine;
  /** A line that only steers: which of its neighbours there will be is not known. */
  isSteering(line: string): boolean;
  /** The line with a variable that nobody asks about in the place of each expression: columns stay. */
  withoutExpressions(line: string): string;
}

/** What stands for an expression of a template: it reads as a variable that nobody asks about. */
const PLACEHOLDER = '$_tt';

export function isTemplated(text: string): boolean {
  return text.includes(PLACEHOLDER);
}

export function templateOf(text: string): Template | undefined {
  const engine = engineOf(text);
  if (engine === undefined) return undefined;
  const steering = [STEERING, STEERING_OF[engine]].filter((each) => each !== undefined);
  const parts = partsOf(engine);
  return {
    engine,
    isSteering: (line) => steering.some((each) => each.test(line)),
    withoutExpressions: (line) => line.replace(parts, blankOut),
  };
}

function engineOf(text: string): TemplateEngine | undefined {
  return SIGNS.find(({ has, is }) => text.includes(has) && (is === undefined || is.test(text)))?.engine;
}

const PROMPT = String.raw`[ \t]*(?:[\w.()-]+[#>][ \t]*)?`;
const PLACE = String.raw`(?:<[^<>"\n]+>|\[[^\]"\n]+\])`;
/** `event <detector>`, `action 10 <verb>`, `event [tag event-tag]`, also behind a prompt */
const OPEN_BODY = String.raw`(?:event|action(?:[ \t]+\S+)?)[ \t]+${PLACE}`;
/** `event manager applet <applet name>`; a name of one word, which devices take, where nothing stands below it */
const OPEN_HEADER = String.raw`event[ \t]+manager[ \t]+applet[ \t]+(?:<[^<>"\n]*[^\x21-\x7e\n][^<>"\n]*>|\[[^\]"\n]+\]|<[^<>"\s]+>[ \t]*\r?(?:\n(?!${PROMPT}(?:ev|ac|de|tr|se|no)\w*[ \t])|$(?![\r\n])))`;
const FORM = new RegExp(`^${PROMPT}(?:${OPEN_BODY}|${OPEN_HEADER})`, 'im');

/** Its own words: `<#up>` may be the name of an applet. */
const FREEMARKER =
  /<#--|<\/?#(?:assign|attempt|break|case|compress|else|elseif|escape|ftl|function|global|if|import|include|items|list|local|macro|noparse|return|sep|setting|switch)\b/;

/** What gives each of them away; the first that is found. */
const SIGNS: readonly { engine: TemplateEngine; has: string; is?: RegExp }[] = [
  { engine: 'Jinja2', has: '{%' },
  { engine: 'FreeMarker', has: '<#', is: FREEMARKER },
  { engine: 'ERB', has: '<%' },
  { engine: 'PHP', has: '<?', is: /<\?(?:php|=)/ },
  { engine: 'Handlebars', has: '{{', is: /\{\{[#/>^]/ },
  { engine: 'Jinja2', has: '{{' },
  { engine: 'Terraform', has: '%{', is: /%\{~?\s*(?:if|for)\s/ },
  { engine: 'Velocity', has: '#', is: /^[ \t]*#(?:set|foreach|if|macro)[ \t]*\(/m },
  { engine: 'Mako', has: '%', is: /^[ \t]*%[ \t]*(?:if|for|while)\b.*:[ \t]*$/m },
  // What a value becomes, and what it is when there is none, is FreeMarker's.
  { engine: 'FreeMarker', has: '${', is: /\$\{[A-Za-z_][\w.]*[?!]/ },
  { engine: 'shell', has: '${', is: /\$\{[A-Za-z_][^}\s"]*\}/ },
  { engine: 'places to fill in', has: '<', is: FORM },
  { engine: 'places to fill in', has: '[', is: FORM },
];

/** `{% if %}`, `{{#each x}}`, `<#list x as y>`, `<% if x %>` on a line of its own */
const STEERING =
  /^\s*(?:\{%.*%\}|\{#.*#\}|<\/?#.*>|<%[^=].*%>|<\?(?!=).*\?>|\{\{[-~]?\s*(?:[#/^!>]|else\b).*\}\}|\{%[^%]*|\{\{[#/][^}]*)\s*$/;
const STEERING_OF: Readonly<Partial<Record<TemplateEngine, RegExp>>> = {
  Velocity: /^\s*#(?:(?:set|foreach|if|elseif|else|end|macro|parse|include|break|stop)\b|#|\*)/,
  Terraform: /^\s*%\{.*\}\s*$/,
  Mako: /^\s*%(?![%\w])|^\s*##/,
};

const PART = /\{\{.*?\}\}\}?|\{[%#].*?[%#]\}|<\/?#[^>]*>|<%.*?%>|<\?.*?\?>/;
const IN_BRACES = /\$\{[^}\s"]*\}/;
const PART_OF: Readonly<Partial<Record<TemplateEngine, RegExp>>> = {
  // `${name?replace("/", "_")}`
  FreeMarker: /\$\{(?:[^}"]|"[^"]*")*\}/,
  Terraform: /\$\{(?:[^}"]|"[^"]*")*\}|%\{[^}]*\}/,
  // `$!{x}`, `$item.name`, `$list.get(0)`; EEM's own variables begin with `_`, or stand behind a backslash.
  Velocity: /\$!?\{[^}]*\}|(?<!\\)\$!?[A-Za-z]\w*(?:\.\w+(?:\([^)]*\))?)*/,
  // Between quotes stands a text, and `[0-9]` in one is a pattern.
  'places to fill in': /"(?:[^"\\]|\\.)*"|(?<=\s)<[^<>"]+>|(?<=\s)\[[A-Za-z][^\]"]*\](?=\s|$)|(?<=\s)\{[^{}"]+\}(?=\s|$)/,
};

function partsOf(engine: TemplateEngine): RegExp {
  return new RegExp(`${PART.source}|${(PART_OF[engine] ?? IN_BRACES).source}`, 'g');
}

function blankOut(part: string): string {
  if (part.startsWith('"')) return part;
  return isValue(part) ? PLACEHOLDER.padEnd(part.length, 't') : ' '.repeat(part.length);
}

function isValue(part: string): boolean {
  return /^(?:\{\{|\$|<%=|<\?=|<\?php echo|<[^/#%?]|\[|\{[^%#])/.test(part);
}

/** What stands for an expression, in whatever length. */
const STANDING = /\$_tt+/g;

/** A text as its author wrote it: nobody knows the expressions of a template by what stood for them, or a line without its prompt. */
export class Written {
  readonly #lines: readonly string[];
  readonly #parts: RegExp | undefined;

  constructor(text: string) {
    this.#lines = linesOf(text);
    const engine = engineOf(text);
    this.#parts = engine === undefined ? undefined : partsOf(engine);
  }

  /** Line from 1. */
  line(number: number): string {
    return this.#lines[number - 1] ?? '';
  }

  /** What was said of a line, with its expressions in it. */
  said(summary: string, number: number): string {
    if (this.#parts === undefined || !isTemplated(summary)) return summary;
    const parts = [...this.line(number).matchAll(this.#parts)].map(([part]) => part).filter(isValue);
    let from = 0;
    return summary.replace(STANDING, (mark) => {
      const fits = (part: string, index: number): boolean => index >= from && Math.max(part.length, PLACEHOLDER.length) === mark.length;
      const at = parts.findIndex(fits);
      if (at !== -1) from = at + 1;
      return parts[at] ?? '...';
    });
  }
}

/** The lines of a text, as they are written. */
export function linesOf(text: string): string[] {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (!plain.includes('\r')) return plain.split('\n');
  return plain.split(plain.includes('\n') ? /\r?\n/ : /\r/);
}
