/** Walking a statement says of each of its arguments which part of the syntax it is, and what could come next; an editor asks so. */
import { partAt, type Reading, take } from './arguments.ts';
import type { Part, Syntax } from './syntax.ts';
import type { Token } from './token.ts';

export interface ArgumentAt {
  /** Index of its token. */
  token: number;
  part: Part;
  /** The word that opens the part, not its value. */
  isKeyword: boolean;
}

export interface Walked {
  arguments: ArgumentAt[];
  /** What may come next, in the order of the syntax. */
  open: Part[];
  /** The option whose value comes next. */
  wanted?: Part | undefined;
}

/** `tokens` from `from` on are the arguments; where they stop making sense, the walk ends. */
export function walkArguments(syntax: Syntax, tokens: readonly Token[], from: number, line: string): Walked {
  const reading: Reading = { syntax, tokens, line, at: from, fields: {} };
  const found: ArgumentAt[] = [];
  while (reading.at < tokens.length) {
    const part = partAt(reading);
    if (part === undefined) break;
    const begin = reading.at;
    const isWrong = take(reading, part) !== undefined;
    const inner = part.at === 'group' ? walkArguments(part.syntax, tokens.slice(0, reading.at), begin + 1, line) : undefined;
    for (let token = begin; token < Math.max(reading.at, begin + 1); token += 1)
      found.push({ token, part, isKeyword: token === begin && 'keyword' in part });
    found.push(...(inner?.arguments ?? []));
    const isOver = reading.at >= tokens.length;
    if (isOver && isWrong && part.at === 'option') return { arguments: found, open: [], wanted: part };
    if (isOver && inner !== undefined) return { ...inner, arguments: found, open: [...inner.open, ...openOf(reading)] };
    if (isWrong) break;
  }
  return { arguments: found, open: openOf(reading) };
}

function openOf({ syntax, fields }: Reading): Part[] {
  return syntax.filter(({ field }) => !(field in fields));
}
