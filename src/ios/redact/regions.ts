/** A region is a part of a line that somebody typed or configured; the rest of the line is what a router says. */
export interface Region {
  start: number;
  end: number;
}

/** A stamped message, relayed or not, or one with a tag: `*Mar  1 …`, `<189>`, `000123: `, `2026-01-05T…`, `4d02h: `, `%SYS-5-…`, `ISAKMP:(0):`, `RADIUS:  `, `AAA/AUTHOR (…)` */
export const MESSAGE_LINE =
  /^[ \t]*(?:\{|<\d|\d{1,10}: |[*.]?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d|\d{4}[-/]\d\d[-/]\d\d|\d{1,3}[:wdyh]\d|[*.]?%[A-Z]|\(key eng|[A-Z][\w+-]*(?:\/[\w+]+)*(?::? ?\(|:(?!\/\/))|[A-Z]{2,8}\+?\/[A-Z]{2})/;
/** `%PARSER-5-CFGLOG_LOGGEDCMD` in the middle: a relay of unknown form. */
const MNEMONIC = /%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+/;
/** What stands before a command: `branch(config)#`, `logged command:`, `!exec: `, `cli command "`, `CMD: '`, `cmd="`. */
export const BEFORE_COMMAND =
  /(?<=^|[\s:"'|,;\]])[A-Za-z][\w.-]{0,62}(?:\([\w/-]{1,40}\))?[#>](?!\d) ?|logged command: ?(?:!exec: ?)?|(?:command|cmd|CMD|cli)[:=]? ?(?=["'])|(?:executed|executing|entered|typed)(?: the)? command:? ?/g;
/** Commands that hold a secret, wherever they begin: behind a line number, a mark of a difference, a table's bar, in JSON, in a tag. */
export const EMBEDDED =
  /(?:(?:crypto isakmp|snmp-server community|enable (?:secret|password)|username \S{1,64} (?:privilege \d+ )?(?:secret|password)|ip nhrp authentication|neighbor \S{1,64} password)(?= )|pre-shared-key(?= (?:local|remote|hex|address|hostname|\S+\s*$)))/g;
/** Where such a command ends: in JSON, in a tag, in a table. */
const EMBEDDED_END = /"(?=\s*(?:[,\]}]|$))|<\/|\\[nr]| \|/;
const HEAD_CHARACTERS = 300;
/** No configuration line is longer; what is, is something else with commands in it. */
const COMMAND_CHARACTERS_MAX = 4000;

/** All of a line that is no message, and in any line what stands behind a prompt or in the quotes of a command. */
export function commandsOf(line: string): Region[] {
  const head = line.slice(0, HEAD_CHARACTERS);
  const isMessage = line.length > COMMAND_CHARACTERS_MAX || MESSAGE_LINE.test(head) || MNEMONIC.test(head);
  const commands: Region[] = isMessage ? [] : [{ start: 0, end: line.length }];
  for (const { index, 0: before } of line.matchAll(BEFORE_COMMAND)) commands.push(quotedRegion(line, index + before.length));
  for (const { index } of line.matchAll(EMBEDDED))
    if (index > 0 && !/[\w-]/.test(line[index - 1] ?? '')) commands.push(embeddedRegion(line, index));
  return commands;
}

function embeddedRegion(line: string, start: number): Region {
  const length = line.slice(start, start + COMMAND_CHARACTERS_MAX).search(EMBEDDED_END);
  return { start, end: length === -1 ? line.length : start + length };
}

/** A command in quotes ends at the last of them; any other goes to the end of the line. */
function quotedRegion(line: string, start: number): Region {
  const quote = line[start];
  if (quote !== '"' && quote !== "'") return { start, end: line.length };
  const end = line.lastIndexOf(quote);
  return { start: start + 1, end: end > start ? end : line.length };
}
