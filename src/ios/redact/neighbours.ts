/** Neighbours are lines that make a secret of each other: one says what the other holds. */
import type { Found } from './found.ts';
import { type Line, lineAbove } from './lines.ts';

/** `… AAA/AUTHOR/CMD(1923437290): send AV cmd-arg=secret`: a command that is told word by word, one a line. */
const ARGUMENT = /\bcmd(?:-arg)?=(\S+)/i;
const ANNOUNCES = /^(?:key|secret|password|community|key-string|pre-shared-key|passphrase|hex|ascii|\d)$/i;
/** What may stand between the word and the secret. */
const ARGUMENTS_MAX = 3;
/** `Translating "secret"...domain server`: the line above is a prompt with the same word. */
const TRANSLATING = /^Translating "(.+)"\.\.\./;
/** `Group-name: public` a few lines below `User name: public`: a user of SNMP version 1 or 2 is a community. [C] show snmp user */
const GROUP_NAME = /^Group-name: (\S+)/i;
const LINES_ABOVE_MAX = 8;
const LAST_WORD_CHARACTERS_MAX = 256;

export function secretsAround(text: string, line: Line): Found[] {
  const content = text.slice(line.start, line.end);
  const translated = TRANSLATING.exec(content)?.[1];
  if (translated !== undefined) return lastWord(text, lineAbove(text, line));
  const group = GROUP_NAME.exec(content)?.[1];
  if (group !== undefined) return communityUser(text, line);
  const argument = ARGUMENT.exec(content);
  const start = line.start + content.length - (argument?.[1]?.length ?? 0);
  return argument !== null && content.endsWith(argument[1] ?? '') && isAnnounced(text, line) ? placed(start, argument[1] ?? '') : [];
}

/** The nearest arguments above: a type may stand between the word and the secret. */
function isAnnounced(text: string, line: Line): boolean {
  let above = lineAbove(text, line);
  for (let count = 0; above !== undefined && count < ARGUMENTS_MAX; count += 1, above = lineAbove(text, above)) {
    const word = ARGUMENT.exec(text.slice(above.start, above.end))?.[1];
    if (word === undefined || !ANNOUNCES.test(word)) return false;
    if (!/^(?:\d|hex|ascii)$/i.test(word)) return true;
  }
  return false;
}

function communityUser(text: string, line: Line): Found[] {
  let above = lineAbove(text, line);
  for (let count = 0; above !== undefined && count < LINES_ABOVE_MAX; count += 1, above = lineAbove(text, above)) {
    const content = text.slice(above.start, above.end);
    if (!/^User name: /i.test(content)) continue;
    return isWithoutProtocol(text, above, line) ? [...lastWord(text, above), ...lastWord(text, line)] : [];
  }
  return [];
}

/** A user of version 3 has an authentication protocol. */
function isWithoutProtocol(text: string, from: Line, to: Line): boolean {
  return !/Authentication Protocol: (?!None)/i.test(text.slice(from.end, to.start));
}

/** `hq>secret`, `User name: secret` */
function lastWord(text: string, line: Line | undefined): Found[] {
  if (line === undefined) return [];
  const word = /[^\s#>]+\s*$/.exec(text.slice(Math.max(line.start, line.end - LAST_WORD_CHARACTERS_MAX), line.end))?.[0] ?? '';
  return placed(line.end - word.length, word.trimEnd());
}

function placed(start: number, value: string): Found[] {
  return value === '' || value === '<cr>' ? [] : [{ start, end: start + value.length, kind: 'secret' }];
}
