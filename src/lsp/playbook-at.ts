/** Which key of a playbook stands at a position is told by indentation and braces alone: a half-typed text has no tree. */
import type { Position, Range } from './document.ts';

export interface KeyAt {
  /** From the top; `-` is a place in a list. The last is the key of the value, or none where a key is typed. */
  path: string[];
  /** What is typed, or stands, at the position. */
  word: string;
  range: Range;
  isValue: boolean;
}

const KEY = /^(?<lead>\s*(?:- +)*)(?<key>"[^"]*"|[\w.$-]+)\s*:(?:\s+|$)/;
const LEAD = /^\s*(?:- +)*/;

export function keyAt(lines: readonly string[], { line, character }: Position): KeyAt {
  const text = lines[line] ?? '';
  const before = text.slice(0, character);
  const start = before.length - (/[\w.$-]*$/.exec(before)?.[0].length ?? 0);
  const end = character + (/^[\w.$-]*/.exec(text.slice(character))?.[0].length ?? 0);
  const range = { start: { line, character: start }, end: { line, character: end } };
  const head = text.slice(0, start);
  const lead = LEAD.exec(head)?.[0] ?? '';
  const found = KEY.exec(head)?.groups;
  const own = found?.['key'] === undefined ? [] : [bare(found['key'])];
  const flow = flowOf(head.slice(own.length === 0 ? lead.length : (KEY.exec(head)?.[0].length ?? 0)));
  const parents = [...parentsOf(lines, line, lead.replace(/- +$/, '').length), ...(/- +$/.test(lead) ? ['-'] : [])];
  return {
    path: [...parents, ...own, ...flow.path],
    word: text.slice(start, end),
    range,
    isValue: flow.isOpen ? flow.isValue : own.length > 0 || (/- +$/.test(lead) && !text.slice(end).startsWith(':')),
  };
}

/** The keys above that are indented less, from the top. */
function parentsOf(lines: readonly string[], line: number, indent: number): string[] {
  const path: string[] = [];
  let within = indent;
  for (let at = line - 1; at >= 0 && within > 0; at -= 1) {
    const found = KEY.exec(lines[at] ?? '')?.groups;
    const lead = found?.['lead'] ?? '';
    if (found?.['key'] === undefined || lead.length >= within) continue;
    path.unshift(...(lead.includes('-') ? ['-'] : []), bare(found['key']));
    within = lead.replace(/- +$/, '').length;
  }
  return path;
}

interface Flow {
  path: string[];
  isOpen: boolean;
  isValue: boolean;
}

/** `{ name: hq, login: ` is open, and its value is typed. */
function flowOf(text: string): Flow {
  const stack: { path: string[]; isList: boolean }[] = [];
  let segment = '';
  for (const letter of text.replace(/"[^"]*"?/g, (quoted) => quoted.replace(/[{}[\],:]/g, '_'))) {
    if (letter === '{' || letter === '[') {
      stack.push({ path: keyOf(segment), isList: letter === '[' });
      segment = '';
    } else if (letter === '}' || letter === ']') {
      stack.pop();
      segment = '';
    } else segment = letter === ',' ? '' : segment + letter;
  }
  const last = stack.at(-1);
  const own = last === undefined || last.isList ? [] : keyOf(segment);
  const path = [...stack.flatMap((each) => [...each.path, ...(each.isList ? ['-'] : [])]), ...own];
  return { path, isOpen: last !== undefined, isValue: last?.isList === true || own.length > 0 };
}

function keyOf(segment: string): string[] {
  const key = /(?<key>[\w.$-]+)\s*:\s*$/.exec(segment)?.groups?.['key'];
  return key === undefined ? [] : [key];
}

function bare(key: string): string {
  return key.replace(/^"|"$/g, '');
}
