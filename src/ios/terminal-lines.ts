/** Terminal lines are what every session, EEM's too, needs one of: how many there are, and who holds them. */

/** `line vty 0 4` in a running configuration. [C] */
export const VTY_RANGE = /^line vty (?<first>\d+)(?: (?<last>\d+))?\s*$/gm;
/** `*  2 vty 0     ops        idle                 00:00:00 192.0.2.9` in `show users`. [C] */
export const VTY_USER = /^\s*\*?\s*\d+ vty \d+\s/gm;

/** Lines that nobody holds; null when the configuration names none. */
export function freeTerminalLines(runningConfiguration: string, showUsers: string): number | null {
  const lines = [...runningConfiguration.matchAll(VTY_RANGE)].reduce((sum, { groups }) => {
    const first = Number(groups?.['first']);
    return sum + Number(groups?.['last'] ?? first) - first + 1;
  }, 0);
  return lines === 0 ? null : lines - (showUsers.match(VTY_USER)?.length ?? 0);
}
