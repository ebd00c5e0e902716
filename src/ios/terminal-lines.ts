/** Terminal lines are what every session, EEM's too, needs one of: how many there are, and who holds them. */

/** `line vty 0 4` in a running configuration. [C] */
export const VTY_RANGE = /^line vty (?<first>\d+)(?: (?<last>\d+))?\s*$/gm;
/** `*  2 vty 0     ops        idle                 00:00:00 192.0.2.9` in `show users`. [C] */
export const VTY_USER = /^ {0,8}\*? {0,8}\d{1,5} vty (?<line>\d{1,4})(?: +(?<columns>\S.*))?/gm;
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
