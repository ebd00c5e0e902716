/** File names that people give to a log tell whose it is, as far as they are more than what any log is called. */

/** `hq` of `logs/hq.log.txt` */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '');
}

/** What programs and people call any log. */
const ANY_WORD =
  'all|both|buffer|capture|cli|console|copy|crypto|debugs?|files?|ike|input|ipsec|isakmp|logs?|logging|messages?|new|old|output|paste|putty|relay|router|sessions?|show|standard|stdin|syslog|tech|telnet|temp|teraterm|text|tmp|untitled|vty';
const IS_ANY_WORD = new RegExp(`^(?:${ANY_WORD})$`, 'i');
const AT_AN_END = new RegExp(`^(?:(?:${ANY_WORD})[-_]+)+|(?:[-_]+(?:${ANY_WORD}))+$`, 'gi');

/** `hq`, `DC-RTR-01`, `debug-branch`; not `console_2` or `show_logging`. */
export function isName(stem: string): boolean {
  return /^[A-Za-z][\w-]{1,30}$/.test(stem) && stem.split(/[-_\d]+/).some((word) => word.length > 1 && !IS_ANY_WORD.test(word));
}

/** The router's name in a file's: `hq` of `hq-old.log` and of `debug-hq.txt`. */
export function routerIn(path: string): string | undefined {
  const stem = stemOf(path);
  return isName(stem) ? stem.replace(AT_AN_END, '') : undefined;
}
