/** A folded secret is one that a terminal of fixed width broke: its tail stands at the head of the next line. */
import type { Found } from './found.ts';
import { secretsOfLine } from './line-secrets.ts';
import { type Line, lineBelow } from './lines.ts';
import { MESSAGE_LINE } from './regions.ts';
import { endOfWord, skipBlanks } from './words.ts';

/** Where terminals, relays and mail programs break lines. */
const FULL_CHARACTERS = [
  [71, 81],
  [119, 120],
  [131, 133],
  [253, 256],
] as const;
/** `… crypto isakmp key`, `… scrypt secret `: the word that announces a secret is the last of its line. */
const ANNOUNCED =
  /(?:isakmp key|username .{1,160} (?:secret|password)|enable (?:secret|password)|pre-shared-key(?: .{1,80} key| local| remote)?|snmp-server community)(?: \d)?[ \t]*$/i;
/** `Password:` and nothing behind it: where what was typed was echoed, it stands below. */
const ASKED = /^(?:.{0,40}\b)?(?:password|passphrase|secret) ?: ?$/i;
/** A key without its peer, or a hash that is no whole one. */
const INCOMPLETE = /isakmp key \d? ?$|(?:secret|password) [4-9] $/i;
const WHOLE_HASH = /^(?:\$1\$[^$]{1,8}\$.{22}|\$[89]\$[^$]{14}\$.{43})$/;
/** The line below announces its own. */
const ANNOUNCING_HEAD = /^[ \t]*(?:[\w-]+-)?(?:key|secret|password)\b/i;
const ONE_WORD = /^\S+[ \t]*$/;
/** The beginning of another line: a comment, a prompt, a message, or the first word of a command. */
const OTHER_LINE =
  /^(?:[!%]|$|[\w.-]{1,63}\([\w-]{1,40}\)[#>]|[\w.-]{1,63}[#>](?:[ \t]|$|[a-z-]+ [a-z]|(?:exit|end|quit|enable|disable|logout|conf\w*|wr\w*)$)|(?:no )?(?:aaa|access-list|accept-lifetime|address|alias|archive|authentication|autocommand|banner|boot|bridge|bgp|cdp|class-map|client|clock|control-plane|crypto|cryptographic-algorithm|debug|default|description|dial-peer|domain|dot1x|enable|encryption|encr|end|event|exec-timeout|exit|group|hash|hostname|identity|interface|ip|ipv6|keyring|key|length|license|lifetime|line|lldp|logging|login|mac|match|memory|mpls|mode|multilink|neighbor|network|ntp|object-group|parser|password|peer|policy-map|pool|ppp|pre-shared-key|privilege|radius|radius-server|redundancy|router|route-map|secret|send-lifetime|server|server-private|service|session-timeout|set|snmp-server|spanning-tree|standby|tacacs|tacacs-server|transport|tunnel|username|version|vlan|voice|vrf|vrrp|vtp|conf|configure|show|sh|wr|write|copy|no|shutdown|xauth|connect|mode|type|quit|save|auto-\w+|creation-time|commands|view|speed|stopbits|rotary|more|dir|clear|ping|reload)(?:[ \t\r]|$)|Password|Re-enter|Confirm|Enter)/i;

export function foldedTail(text: string, line: Line, secrets: readonly Found[]): Found | undefined {
  const next = lineBelow(text, line);
  if (next === undefined) return undefined;
  const content = text.slice(line.start, line.end).replace(/\r+$/, '');
  const below = text.slice(next.start, next.end).replace(/\r+$/, '');
  if (OTHER_LINE.test(below.trimStart()) || MESSAGE_LINE.test(below)) return undefined;
  if (!isGoingOn(content, below, { secrets, text, lineStart: line.start })) return undefined;
  const start = skipBlanks(text, next.start, next.end);
  const end = endOfWord(text, start, next.end);
  return end > start ? { start, end, kind: 'secret' } : undefined;
}

interface Above {
  secrets: readonly Found[];
  text: string;
  lineStart: number;
}

function isGoingOn(content: string, below: string, { secrets, text, lineStart }: Above): boolean {
  const last = secrets.at(-1);
  if (last === undefined) {
    if (ASKED.test(content)) return ONE_WORD.test(below);
    return !MESSAGE_LINE.test(content) && ANNOUNCED.test(content.slice(-240)) && !ANNOUNCING_HEAD.test(below);
  }
  if (last.end < lineStart + content.trimEnd().length || WHOLE_HASH.test(text.slice(last.start, last.end))) return false;
  if (/^[ \t]/.test(below)) return false;
  const before = content.slice(0, last.start - lineStart);
  return (
    FULL_CHARACTERS.some(([from, to]) => content.length >= from && content.length <= to) ||
    (INCOMPLETE.test(before) && (ONE_WORD.test(below) || /isakmp/i.test(before)))
  );
}

/** `sec` and `ret`, `pre-shared-key loc` and `al`: only both parts together say what follows. */
const KEYWORD =
  /^(?:key|(?:masked-)?secret|password|community|pre-shared-key|local|remote|key-string|passphrase|(?:server|session|authentication)-key|authentication|cipher|authenticator)$/i;
const LAST_PART = /[\w-]+$/;
const FIRST_PART = /^[\w-]+(?=[ \t])/;
const CHARACTERS_MAX = 300;

/** A keyword that a terminal broke in two: what it announces stands on the line below. */
export function foldedWord(text: string, line: Line): Found[] {
  const below = lineBelow(text, line);
  if (below === undefined || line.end - line.start > CHARACTERS_MAX || !/[\w-]/.test(text[below.start] ?? '')) return [];
  const above = text.slice(line.start, line.end).replace(/\r+$/, '');
  const rest = text.slice(below.start, Math.min(below.end, below.start + CHARACTERS_MAX)).replace(/\r+$/, '');
  const last = LAST_PART.exec(above)?.[0];
  const first = FIRST_PART.exec(rest)?.[0];
  if (last === undefined || first === undefined || !KEYWORD.test(last + first)) return [];
  return secretsOfLine(above + rest).flatMap(({ start, end, kind }) =>
    end <= above.length ? [] : [{ start: below.start + Math.max(0, start - above.length), end: below.start + end - above.length, kind }],
  );
}
