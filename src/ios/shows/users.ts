/** The show of terminal lines, of which every session, EEM's too, needs one: who holds them, and how many are free. */
import { parseUptime } from '../log/stamp.ts';
import { showLines } from '../show-lines.ts';
import type { ShownUser } from '../shown.ts';
import type { Show, ShownState } from './show.ts';

/** `*  2 vty 0     ops        idle                 00:00:00 192.0.2.9`, `   866 vty 0/1/0 ops        idle …`; `* vty 322     ops        idle …`: without its number among all lines [C] */
export const LINE_IN_USE =
  /^\s{0,16}\*?\s{0,8}(?:\d{1,5} )?(?<line>(?:con|aux|vty|tty) {1,3}\d{1,4}(?:\/\d{1,4}){0,2})\s{1,12}(?<user>\S{1,64})(?:\s+(?<columns>\S.{0,200}?))?\s*$/;
/** `00:35:32`, `1d02h`; other releases print minutes alone */
export const IDLE = /^(?:\d{1,3}:\d\d:\d\d|(?:\d{1,3}[wyd]\d{1,3}[dwh])|\d{1,6})$/;
/** `                                                    noc.example.com`: a long location is wrapped */
export const LOCATION_ALONE = /^\s{20,80}(?<location>\S{3,128})\s*$/;

/** `show users` says who holds which terminal line. */
export const users: Show = {
  id: 'users',
  command: 'show users',
  names: /^show_users/i,
  read(text): ShownState {
    const lines = showLines(text);
    return {
      users: lines.flatMap((each, index) => {
        const value = userOf(LINE_IN_USE.exec(each.text)?.groups, lines[index + 1]?.text ?? '');
        return value === undefined ? [] : [{ ...each, value }];
      }),
    };
  },
  samples: [
    '    Line       User       Host(s)              Idle       Location\n*  2 vty 0     ops        idle                 00:00:00 192.0.2.9',
  ],
};

/** A line at its login has no user: what stands there is `idle`, or how long it has been. */
function userOf(row: Record<string, string | undefined> | undefined, below: string): ShownUser | undefined {
  const { line = '', user = '', columns = '' } = row ?? {};
  const [first = '', ...rest] = columns.split(/\s+/);
  if (row === undefined || IDLE.test(user) || (user === 'idle' && (first === '' || IDLE.test(first)))) return undefined;
  const at = [first, ...rest].findLastIndex((word) => IDLE.test(word));
  const idle = [first, ...rest][at];
  const location = [first, ...rest][at + 1] ?? LOCATION_ALONE.exec(below)?.groups?.['location'];
  const idleSeconds = idle === undefined ? undefined : secondsOf(idle);
  return {
    line,
    user,
    ...(idleSeconds === undefined ? {} : { idleSeconds }),
    ...(at < 0 || location === undefined ? {} : { location }),
  };
}

function secondsOf(idle: string): number | undefined {
  if (/^\d+$/.test(idle)) return Number(idle) * MINUTE_SECONDS;
  const uptime = parseUptime(idle);
  return uptime === undefined ? undefined : uptime.uptimeMs / SECOND_MS;
}

const MINUTE_SECONDS = 60;
const SECOND_MS = 1000;

/** `line vty 0 4` in a running configuration. [C] */
export const VTY_RANGE = /^line vty (?<first>\d+)(?: (?<last>\d+))?\s*$/gm;
/** `*  2 vty 0     ops        idle                 00:00:00 192.0.2.9`, `* vty 322     ops        idle …` in `show users`. [C] */
export const VTY_USER = /^ {0,8}\*? {0,8}(?:\d{1,5} )?vty (?<line>\d{1,4}(?:\/\d{1,4}){0,2})(?: +(?<columns>\S.*))?/gm;
/** `00:00:00`, `1d02h`, and the address behind it. [C] */
export const IDLE_AND_LOCATION = /\b(?:\d+:\d\d:\d\d|\d+[wyd]\d+[dwh])\s+(?<location>\S+)$/;

/** Lines that nobody holds; null when the configuration names none. */
export function freeTerminalLines(runningConfiguration: string, showUsers: string): number | null {
  const lines = [...runningConfiguration.matchAll(VTY_RANGE)].reduce((sum, { groups }) => {
    const first = Number(groups?.['first']);
    return sum + Number(groups?.['last'] ?? first) - first + 1;
  }, 0);
  return lines === 0 ? null : lines - (showUsers.match(VTY_USER)?.length ?? 0);
}

/** `vty 0: ops from 192.0.2.9`; a line at its login has no user yet. */
export function readTerminalHolders(showUsers: string): string[] {
  return [...showUsers.matchAll(VTY_USER)].map(({ groups }) => {
    const columns = (groups?.['columns'] ?? '').trimEnd();
    const location = IDLE_AND_LOCATION.exec(columns)?.groups?.['location'] ?? 'somewhere';
    const user = /^(?<user>\S+)(?=\s{2,}| idle)/.exec(columns)?.groups?.['user'] ?? 'nobody';
    return `vty ${groups?.['line']}: ${user === 'idle' ? 'nobody' : user} from ${location}`;
  });
}

/** Sessions of one account but the one that asks, which has the star: `vty 1 from 192.0.2.9`. [C] */
export function otherHolders(showUsers: string, user: string): string[] {
  const lines = showUsers.split(/\r?\n/).filter((line) => !/^ {0,8}\*/.test(line));
  return readTerminalHolders(lines.join('\n')).flatMap((holder) => {
    const [, line, name, location] = /^(vty \S+): (\S+) from (.*)$/.exec(holder) ?? [];
    return name === user ? [`${line} from ${location}`] : [];
  });
}

/** `line vty 0 4` with what stands below it. [C] */
const LINE_SECTION = /^line vty \d.*\n(?: .*(?:\n|$))*/gm;
/** ` exec-timeout 5 0`, minutes and seconds; ` no exec-timeout` and `0 0`: never. [C] CFCR, exec-timeout */
export const EXEC_TIMEOUT = /^ (?<no>no )?exec-timeout(?: (?<minutes>\d+)(?: (?<seconds>\d+))?)?/m;
/** ` absolute-timeout 30`, in minutes. [C] */
export const ABSOLUTE_TIMEOUT = /^ absolute-timeout (?<minutes>\d+)/m;
/** What a line has that is not configured otherwise. [C] CFCR, exec-timeout */
const EXEC_TIMEOUT_SECONDS = 600;

/** After how much silence the first terminal line is closed; undefined when none is, or none is configured. Which line EEM gets nobody says. */
export function readSilentSeconds(runningConfiguration: string): number | undefined {
  const sections = [...runningConfiguration.replaceAll('\r', '').matchAll(LINE_SECTION)].map(([section]) => section);
  const limits = sections.flatMap((section) => [execSeconds(section), absoluteSeconds(section)]).filter((seconds) => seconds > 0);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function execSeconds(section: string): number {
  const groups = EXEC_TIMEOUT.exec(section)?.groups;
  if (groups === undefined) return EXEC_TIMEOUT_SECONDS;
  return groups['no'] === undefined ? Number(groups['minutes'] ?? 10) * 60 + Number(groups['seconds'] ?? 0) : 0;
}

function absoluteSeconds(section: string): number {
  return Number(ABSOLUTE_TIMEOUT.exec(section)?.groups?.['minutes'] ?? 0) * 60;
}
