/** A terminal leaves its own marks in a log that was captured from one: prompts, typed commands, pagers, two messages on one line. */

/** `hq#clear crypto sa`, `Hub-RTR(config)#ip route 192.168.3.0 255.255.255.0 203.0.113.30`, `branch>` */
export const PROMPT_LINE = /^[A-Za-z][\w.-]{0,62}(?:\([\w-]{1,40}\))?[#>](?: ?(\S.*?)?)?\s*$/;
/** ` --More-- ` and the backspaces that wipe it out; colour and cursor codes. */
export const PAGER = /\p{Cc}\[[0-9;?]*[A-Za-z]| ?--More-- ?|(?![\t\r\n])\p{Cc}/gu;
/** The typed command, '' for a bare prompt, undefined when the line is no prompt. */
export function readCommand(line: string): string | undefined {
  // Most lines below a message are indented.
  const match = line.startsWith(' ') ? null : PROMPT_LINE.exec(line);
  return match === null ? undefined : (match[1] ?? '');
}

/** `Success rate is 80 percent (4/5), …`, `!!!!!`, `Enter configuration commands, one per line.`, `Configuring from terminal, memory, or network [terminal]? `: what a terminal answers between two messages, and says nothing of a tunnel. [C] */
export const ANSWERED =
  /^(?:Type escape sequence to abort|Sending \d{1,9}, \d{1,5}-byte ICMP Echos|Packet sent with (?:a source address of|the DF bit set)|Success rate is \d{1,3} percent|Enter configuration commands, one per line|Configuring from terminal, memory, or network \[terminal\]\?|(?:\S.{0,60} )?debugging is o(?:n|ff)\s*$|All possible debugging has been turned off|-{6,} show .{1,120} -{6,}\s*$|[!.?&UQM]{2,80}\s*$|\*?M?\.[!.]{1,80}\s*$|show (?:monitor|logging|crypto) [\w :.-]{1,100}$)/;

/** `------------------ show version ------------------`, as `show tech-support` heads its parts */
export const TECH_HEADER = /^-{6,} (show .+?) -{6,}\s*$/;

/** What terminals leave: the pager, backspaces that wipe it out, escapes, bells, filling zeros. Up to six characters are found in half the time of more. */
const LEFTOVERS = ['--More', '\b', '\u001b', '\u0007', '\u0000'] as const;

/** The longest of them. */
export const PAGER_CHARACTERS = 6;

/** True when a terminal left something in the text: most logs have nothing of it, and need not be asked line by line. */
export function hasPager(text: string): boolean {
  return LEFTOVERS.some((leftover) => text.includes(leftover));
}

export function withoutPager(line: string): string {
  return PAGER_HINT.test(line) ? line.replace(PAGER, '') : line;
}

const PAGER_HINT = /--More--|(?![\t\r\n])\p{Cc}/u;
