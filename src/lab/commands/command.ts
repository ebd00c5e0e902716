/** A command is the words by which it is typed, abbreviated as IOS allows, and what it answers. */
import type { Router } from '../router.ts';
import type { Session } from '../session.ts';

export interface Command {
  /** Keywords; `<name>` is any word, `[word]` may be left out. */
  words: string;
  /** Least privilege. */
  privilege: 1 | 15;
  run(router: Router, values: readonly string[], session: Session): string | Promise<string>;
}

export type Match =
  | { is: 'match'; values: string[]; exact: number }
  | { is: 'incomplete' }
  /** Column from 0 of the first word that fits nothing. */
  | { is: 'invalid'; column: number };

interface Word {
  text: string;
  column: number;
}

export function matchCommand({ words }: Command, line: string): Match {
  const typed = [...line.matchAll(/\S+/g)].map((match): Word => ({ text: match[0], column: match.index }));
  const values: string[] = [];
  let at = 0;
  let exact = 0;
  for (const word of words.split(' ')) {
    const current = typed[at];
    if (current === undefined) {
      if (word.startsWith('[')) continue;
      return { is: 'incomplete' };
    }
    if (!fits(word, current)) {
      if (word.startsWith('[')) continue;
      return { is: 'invalid', column: current.column };
    }
    if (word.startsWith('<')) values.push(current.text);
    if (word === current.text) exact += 1;
    at += 1;
  }
  const extra = typed[at];
  return extra === undefined ? { is: 'match', values, exact } : { is: 'invalid', column: extra.column };
}

function fits(word: string, { text }: Word): boolean {
  return word.startsWith('<') || word.replace(/^\[|\]$/g, '').startsWith(text.toLowerCase());
}
