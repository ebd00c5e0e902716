/** Material is a text in which applets may stand as people hand it in: with prompts, marks of a diff or a quotation, or the expressions of a template. */
import { linesOf, type TemplateEngine, templateOf } from './template.ts';

export interface Material {
  /** Each as long as it was, with what is no configuration blanked out: columns stay. */
  lines: string[];
  engine: TemplateEngine | undefined;
  /** Lines (from 1) that only steer the template: which of their neighbours there will be is not known. */
  steering: Set<number>;
  /** Lines (from 1) whose prompt says that they were typed outside an applet: `R1#`, `R1(config-if)#`. */
  elsewhere: Set<number>;
}

/** `@@ -1 +1 @@`, `+++ b/hq.cfg`; what `show archive config differences` prints; lines that are taken out beside lines that are put in. */
export function isDiff(text: string): boolean {
  if (!text.includes('+') && !text.includes('!Contextual')) return false;
  return /^(?:@@ .* @@|\+\+\+ |!(?:Contextual Config Diffs|List of Commands):)/m.test(text) || (TAKEN_OUT.test(text) && PUT_IN.test(text));
}

const TAKEN_OUT = /^[ \t]*-(?:event|\s*action)\s/im;
const PUT_IN = /^[ \t]*\+(?:event|\s*action)\s/im;

export function readMaterial(text: string): Material {
  const lines = linesOf(text);
  const isOfDiff = isDiff(text);
  const number = NUMBERED_HEADER.test(text) ? NUMBER : undefined;
  const isIndented = text.includes('(conf') && INDENTED_HEADER.test(text);
  const template = templateOf(text);
  const steering = new Set<number>();
  const elsewhere = new Set<number>();
  for (const [index, line] of lines.entries()) {
    let plain = isOfDiff ? withoutDiffMark(line) : withoutMarks(number === undefined ? line : blanked(line, number));
    if (isIndented && plain === line) plain = blanked(line, INDENTED_PROMPT);
    if (plain.endsWith('>')) plain = plain.replace(BREAK, '');
    if (plain !== line && isTypedElsewhere(line)) elsewhere.add(index + 1);
    if (template?.isSteering(plain) === true) {
      steering.add(index + 1);
      plain = '';
    }
    lines[index] = template === undefined ? plain : template.withoutExpressions(plain);
  }
  return { lines, engine: template?.engine, steering, elsewhere };
}

/** `+ action`, `> > action`, `| action` before what only EEM has; `R1(config-applet)# action` */
const MARK = /^(?:[+>|]\s?)+(?=\s*(?:no\s+|default\s+)?(?:ev|ac|tr|cor|att|set|desc|exit|end))/i;
const PROMPT = /^\s*[A-Za-z][\w.:/@-]{0,62}(?:\([\w-]+\))?[#>]\s*/;
/** As a document sets a session apart. */
const INDENTED_PROMPT = /^[ \t]+[A-Za-z][\w.:/@-]{0,62}\([\w-]+\)[#>]\s*/;
const INDENTED_HEADER = new RegExp(`${INDENTED_PROMPT.source}ev\\w*\\s+man\\w*\\s+ap`, 'im');

/** By its mode: `R1#` and `R1(config-if)#` are no applet's. */
function isTypedElsewhere(line: string): boolean {
  const [prompt] = PROMPT.exec(line) ?? [];
  return prompt !== undefined && !/\(config-(?:applet|trigger|app|event)[\w-]*\)/i.test(prompt);
}

/** `<br>`, as it stands at the end of each line of a page. */
const BREAK = /\s*<br ?\/?>\s*$/i;

/** `cat -n`, `grep -n`, and what `show archive log config` puts in front of what was typed: `  1    2  ops@vty0  |event manager applet A` */
const NUMBER = /^[ \t]*\d+(?:\s+\d+\s+\S*@\S*\s*\||[:|.)]?(?=\s))/;
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
  if (first === 0x20 || first === 0x09 || first === 0x21) return line;
  const mark = (first === 0x2b || first === 0x3e || first === 0x7c ? MARK : PROMPT).exec(line)?.[0];
  return mark === undefined ? line : ' '.repeat(mark.length) + line.slice(mark.length);
}
