/** Material is a text in which applets may stand as people hand it in: with prompts, marks of a diff or a quotation, or the expressions of a template. */

export type TemplateEngine = 'Jinja2' | 'Handlebars' | 'FreeMarker' | 'ERB' | 'shell';

export interface Material {
  /** Each as long as it was, with what is no configuration blanked out: columns stay. */
  lines: string[];
  engine: TemplateEngine | undefined;
  /** Lines (from 1) that only steer the template: which of their neighbours there will be is not known. */
  steering: Set<number>;
  /** Lines (from 1) whose prompt says that they were typed outside an applet: `R1#`, `R1(config-if)#`. */
  elsewhere: Set<number>;
}

/** What stands for an expression of a template: it reads as a variable that nobody asks about. */
const PLACEHOLDER = '$_tt';

export function isTemplated(text: string): boolean {
  return text.includes(PLACEHOLDER);
}

/** The lines of a text, as they are written. */
function linesOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, ' ').split(text.includes('\n') ? /\r?\n/ : /\r/);
  if (text.startsWith('\ufeff')) lines[0] = (lines[0] ?? '').slice(1);
  return lines;
}

/** A template as its author wrote it: nobody knows its expressions by what stood for them. */
export class Written {
  private readonly lines: readonly string[];

  constructor(text: string) {
    this.lines = linesOf(text);
  }

  /** Line from 1. */
  line(number: number): string {
    return this.lines[number - 1] ?? '';
  }

  /** What was said of a line, with its expressions in it. */
  said(summary: string, number: number): string {
    if (!isTemplated(summary)) return summary;
    const parts = [...this.line(number).matchAll(TEMPLATE_PART)].map(([part]) => part).filter(isValue);
    return summary.replace(STANDING, (mark) => parts.find(({ length }) => Math.max(length, PLACEHOLDER.length) === mark.length) ?? '...');
  }
}

/** `@@ -1 +1 @@`, `+++ b/hq.cfg`; what `show archive config differences` prints; lines that are taken out beside lines that are put in. */
export function isDiff(text: string): boolean {
  if (!text.includes('+') && !text.includes('!Contextual')) return false;
  return /^(?:@@ .* @@|\+\+\+ |!(?:Contextual Config Diffs|List of Commands):)/m.test(text) || (TAKEN_OUT.test(text) && PUT_IN.test(text));
}

const TAKEN_OUT = /^\s*-(?:event|\s*action)\s/im;
const PUT_IN = /^\s*\+(?:event|\s*action)\s/im;

export function readMaterial(text: string): Material {
  const lines = linesOf(text);
  const isOfDiff = isDiff(text);
  const number = NUMBERED_HEADER.test(text) ? NUMBER : undefined;
  const engine = engineOf(text);
  const steering = new Set<number>();
  const elsewhere = new Set<number>();
  for (const [index, line] of lines.entries()) {
    let plain = isOfDiff ? withoutDiffMark(line) : withoutMarks(number === undefined ? line : blanked(line, number));
    if (plain.endsWith('>')) plain = plain.replace(BREAK, '');
    if (plain !== line && isTypedElsewhere(line)) elsewhere.add(index + 1);
    if (engine !== undefined && STEERING.test(plain)) {
      steering.add(index + 1);
      plain = '';
    }
    lines[index] = engine === undefined ? plain : plain.replace(TEMPLATE_PART, blankOut);
  }
  return { lines, engine, steering, elsewhere };
}

/** `{% if %}`, `{{#each x}}`, `<#list x as y>`, `<% if x %>` on a line of its own */
const STEERING = /^\s*(?:\{%.*%\}|\{#.*#\}|<\/?#.*>|<%[^=].*%>|\{\{[-~]?\s*(?:[#/^!>]|else\b).*\}\}|\{%[^%]*|\{\{[#/][^}]*)\s*$/;
const TEMPLATE_PART = /\{\{.*?\}\}\}?|\{[%#].*?[%#]\}|\$\{[^}\s"]*\}|<\/?#[^>]*>|<%.*?%>/g;

function engineOf(text: string): TemplateEngine | undefined {
  if (text.includes('{%')) return 'Jinja2';
  if (text.includes('<#')) return /<\/?#[a-z]/.test(text) ? 'FreeMarker' : undefined;
  if (text.includes('<%')) return 'ERB';
  if (text.includes('{{')) return /\{\{[#/>^]/.test(text) ? 'Handlebars' : 'Jinja2';
  return text.includes('${') && /\$\{[A-Za-z_][^}\s"]*\}/.test(text) ? 'shell' : undefined;
}

/** What stands for an expression, in whatever length. */
const STANDING = /\$_tt+/g;

function isValue(part: string): boolean {
  return part.startsWith('{{') || part.startsWith('$') || part.startsWith('<%=');
}

function blankOut(part: string): string {
  return isValue(part) ? PLACEHOLDER.padEnd(part.length, 't') : ' '.repeat(part.length);
}

/** `+ action`, `> > action`, `| action` before what only EEM has; `R1(config-applet)# action` */
const MARK = /^(?:[+>|]\s?)+(?=\s*(?:no\s+|default\s+)?(?:ev|ac|tr|cor|att|set|desc|exit|end))/i;
const PROMPT = /^[A-Za-z][\w.:/@-]{0,62}(?:\([\w-]+\))?[#>]\s*/;

/** By its mode: `R1#` and `R1(config-if)#` are no applet's. */
function isTypedElsewhere(line: string): boolean {
  const [prompt] = PROMPT.exec(line) ?? [];
  return prompt !== undefined && !/\(config-(?:applet|trigger|app|event)[\w-]*\)/i.test(prompt);
}

/** `<br>`, as it stands at the end of each line of a page. */
const BREAK = /\s*<br ?\/?>\s*$/i;

/** `cat -n`, `grep -n`, and what `show archive log config` puts in front of what was typed: `  1    2  ops@vty0  |event manager applet A` */
const NUMBER = /^\s*\d+(?:\s+\d+\s+\S*@\S*\s*\||[:|.)]?(?=\s))/;
const NUMBERED_HEADER = new RegExp(`${NUMBER.source}\\s*ev\\w*\\s+man\\w*\\s+ap`, 'im');

function blanked(line: string, mark: RegExp): string {
  const found = mark.exec(line)?.[0];
  return found === undefined ? line : ' '.repeat(found.length) + line.slice(found.length);
}

/** IOS prints the mark behind the indent: ` +action 10 …` */
function withoutDiffMark(line: string): string {
  const { indent = '', mark = '' } = /^(?<indent>\s*)(?<mark>[-+])/.exec(line)?.groups ?? {};
  if (mark === '') return withoutMarks(line);
  return mark === '-' ? '' : withoutMarks(`${indent} ${line.slice(indent.length + 1)}`);
}

function withoutMarks(line: string): string {
  const first = line.charCodeAt(0);
  // Most lines begin with a blank, or hold neither.
  if (first === 0x20 || first === 0x21) return line;
  const mark = (first === 0x2b || first === 0x3e || first === 0x7c ? MARK : PROMPT).exec(line)?.[0];
  return mark === undefined ? line : ' '.repeat(mark.length) + line.slice(mark.length);
}
