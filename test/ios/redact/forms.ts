/** The forms in which IOS and IOS XE print or take a secret, read from their list and filled with values. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Form {
  name: string;
  /** The value that the list asks for, if any. */
  value: string | undefined;
  text: string;
}

const [SECRET_PART = '', HARMLESS_PART = ''] = readFileSync(
  join(import.meta.dirname.replace('/dist-bench/', '/'), '../secret-forms.txt'),
  'utf8',
).split(/^=== harmless.*\n/m);
export const SECRET_FORMS = readForms(SECRET_PART);
export const HARMLESS_FORMS = readForms(HARMLESS_PART);

function readForms(part: string): Form[] {
  return part
    .split(/^(?=# [^\n]*\|)/m)
    .filter((block) => block.startsWith('# '))
    .map((block) => {
      const end = block.indexOf('\n');
      const head = block.slice(2, end);
      return {
        name: head.split(' | ')[0] ?? head,
        value: /\[value=(.*)\]$/.exec(head)?.[1],
        text: block.slice(end + 1).replace(/\n+$/, ''),
      };
    });
}

export interface Filled {
  text: string;
  /** Each line with its markers, and the values that stand in their place. */
  lines: { form: string; text: string; secrets: string[]; users: string[] }[];
}

export function fill({ text }: Form, secret: () => string, user: () => string): Filled {
  const lines = text.split('\n').map((form) => {
    const secrets: string[] = [];
    const users: string[] = [];
    const filled = form.replace(/«(SECRET|USER)»/g, (_marker, kind: string) => {
      const value = kind === 'SECRET' ? secret() : user();
      (kind === 'SECRET' ? secrets : users).push(value);
      return value;
    });
    return { form, text: filled, secrets, users };
  });
  return { text: lines.map((line) => line.text).join('\n'), lines };
}

/** Tokens say nothing of what they stand for: `<secret-70>` holds no 7. */
const TOKENS = /<(?:secret|user)-\d+>|\bname-\d+/g;
/** A value that is shorter is looked for as a word: `7` is a part of many figures. */
const INSIDE_WORDS_CHARACTERS_MIN = 3;

/** A value may be a word of the line itself: it must not stand there more often than without the secret. */
export function leaks(value: string, redacted: string, form: string): boolean {
  return count(redacted.replaceAll(TOKENS, '·'), value) > count(form.replaceAll(/«(?:SECRET|USER)»/g, '·'), value);
}

function count(text: string, value: string): number {
  const isShort = value.length < INSIDE_WORDS_CHARACTERS_MIN;
  return isShort ? text.split(/[^\p{L}\p{N}]+/u).filter((word) => word === value).length : text.split(value).length - 1;
}
