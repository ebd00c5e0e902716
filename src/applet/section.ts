/** Sections are the parts of a configuration in which no applet stands, though a line of theirs may read like one: banners, macros, what other commands open. */
import { distance } from '../nearest.ts';
import { firstOf } from './glance.ts';
import { typedAs } from './word.ts';

/** `banner login ^C`: its text ends where the character stands again; `macro name X` ends at `@`. */
const BANNER = /^\s*banner\s+(?:(?:exec|incoming|login|motd|prompt-timeout|slip-ppp)\s+)?(?<mark>\^C|\S)/;
const MACRO = /^\s*macro (?:name|global) \S+\s*$/;

/** The index of the line that ends what begins here; undefined when nothing begins, or it has no end. */
export function endOfText(lines: readonly string[], from: number): number | undefined {
  const line = lines[from] ?? '';
  const letter = line.charCodeAt(Math.max(firstOf(line), 0));
  if ((letter !== 0x62 && letter !== 0x6d) || !/^\s*(?:banner|macro)\s/.test(line)) return undefined;
  const mark = BANNER.exec(line)?.groups?.['mark'];
  if (mark === undefined) return MACRO.test(line) ? indexFrom(lines, from + 1, (each) => each.trim() === '@') : undefined;
  if (line.slice(line.indexOf(mark) + mark.length).includes(mark)) return from;
  return indexFrom(lines, from + 1, (each) => each.includes(mark));
}

function indexFrom(lines: readonly string[], from: number, isEnd: (line: string) => boolean): number | undefined {
  const at = lines.findIndex((each, index) => index >= from && isEnd(each));
  return at === -1 ? undefined : at;
}

/** What an indented line may begin with that ends an applet which was left without `exit`. */
const GLOBAL =
  /^\s*(?:no\s+)?(?:aaa|access-list|archive|boot|class-map|clock|crypto|do|enable|event manager|hostname|interface|ip|ipv6|key|kron|line|logging|mac|monitor|ntp|object-group|policy-map|radius|redundancy|route-map|router|service|snmp-server|spanning-tree|switch|tacacs|telemetry|username|version|vlan|vrf)\s/;

export function opensElsewhere(line: string): boolean {
  return GLOBAL.test(line);
}

/** `Since 120 is before 13 in an alphanumeric comparison, this applet does not run in that order.`: some words, and a stop. */
const SENTENCE = /^\s{0,3}[A-Z][\w'’,-]*(?:\s+[\w'’`",()/-]+){4,}[.:]\s*$/;

/** Text in which somebody explains what stands around it: no configuration. */
export function isSentence(line: string): boolean {
  return SENTENCE.test(line);
}

/** `event timer …`: without a tag */
const EVENT = /^\s*ev\w*\s+(?!t(?:ag?)?\s)/i;

/** Whether an event stands in what goes on from there (an index) as long as it `belongs`. */
export function bringsEvent(lines: readonly string[], from: number, belongs: (line: string) => boolean): boolean {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (!belongs(line)) return false;
    if (EVENT.test(line)) return true;
  }
  return false;
}

/** What is said about whole lines that decide what EEM may do. */
export interface Authorization {
  /** Method lists by name that ask somebody, and those that a `line vty` uses. */
  asking: Set<string>;
  used: Set<string>;
}

const LIST = typedAs('aaa author[ization] com[mands]');

/** `aaa authorization commands 15 default group tacacs+`, and `authorization commands 15 OPS` below `line vty`. */
export function noteAuthorization(noted: Authorization, line: string, isVty: boolean): void {
  const wordsOf = (): string[] => line.trim().split(/\s+/);
  if (LIST.test(line)) {
    const [, , , , name = '', method = ''] = wordsOf();
    // Whether EEM counts as authenticated is not known. [U]
    if (method !== '' && method !== 'none' && method !== 'if-authenticated') noted.asking.add(name);
    return;
  }
  if (!isVty) return;
  const [first, second, , list = 'default'] = wordsOf();
  if (first === 'authorization' && second === 'commands') noted.used.add(list);
}

export function asksForCommands({ asking, used }: Authorization): boolean {
  return asking.has('default') || [...used].some((name) => asking.has(name));
}

/** The word of an applet's header that is misspelt: `event manager aplet A`, `event manger applet A`. */
export function misspeltIn(line: string): string | undefined {
  const [event = '', manager = '', applet = '', name] = line.trim().toLowerCase().split(/\s+/);
  if (name === undefined || distance(event, 'event', 2) > 2) return undefined;
  const letters = [distance(event, 'event', 2), distance(manager, 'manager', 2), distance(applet, 'applet', 2)] as const;
  // Two of the three words are near enough, and the others that may follow `event manager` are none of them.
  if (letters[0] + letters[1] + letters[2] > 3 || letters.some((each) => each > 2)) return undefined;
  const word = [event, manager, applet].find((_word, index) => letters[index] !== 0);
  // A quote in front of it: a line of a program.
  return word !== undefined && /^[a-z]+$/.test(word) ? word : undefined;
}
