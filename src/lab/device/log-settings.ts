/** Log settings are the global lines that decide who hears messages, and what is kept of them; what is the default stands in no configuration. [C] CFCR */

import type { PlatformId } from '../../ios/platforms/index.ts';
import { readSeverity } from '../../ios/severity.ts';
import type { Configuration } from './configuration.ts';

/** Lines of which there is one each, with what it means to have none. */
export const LOG_SETTING =
  /^(?:no |default )?(?:logging (?:console|monitor|trap|on|buginf|rate-limit)|service timestamps (?:log|debug)|monitor event-trace crypto (?:ipsec|ikev2) event size)\b/;
/** `logging trap informational` is what a router has without a line; console and monitor have debugging. [C] CFCR */
const HIDDEN = ['logging console debugging', 'logging monitor debugging', 'logging trap informational', 'logging on', 'logging buginf'];
/** [L] */
const DEFAULT_ENTRIES = 1000;
const ENTRIES_MAX = 65_536;

/** False where the router knows no such line. */
export function typeLogSetting(configuration: Configuration, platform: PlatformId, line: string): boolean {
  const bare = line.replace(/^(?:no|default) /, '');
  const key = LOG_SETTING.exec(bare)?.[0] ?? '';
  if (!isSound(platform, key, bare, line)) return false;
  configuration.unset(key);
  configuration.unset(`no ${key}`);
  if (line.startsWith('default ')) return true;
  if (!line.startsWith('no ')) {
    if (!HIDDEN.includes(line)) configuration.set(bare);
    return true;
  }
  if (key.startsWith('service ')) configuration.set(`no ${key} uptime`);
  else if (!/rate-limit|event-trace/.test(key)) configuration.set(`no ${key}`);
  return true;
}

function isSound(platform: PlatformId, key: string, bare: string, line: string): boolean {
  const words = bare.slice(key.length).trim();
  if (line !== bare && !key.endsWith('size')) return true;
  if (/^logging (?:console|monitor|trap)$/.test(key)) return words === '' || readSeverity(words) !== undefined;
  if (key.startsWith('service ')) return /^(?:uptime|datetime(?: (?:msec|localtime|show-timezone|year))*)?$/.test(words);
  if (key === 'logging rate-limit') return /^(?:console |all |console all )?\d+(?: except [a-z]+)?$/.test(words);
  if (!key.endsWith(' size')) return words === '';
  if (platform !== 'ios-xe') return false;
  return line !== bare || (/^\d+$/.test(words) && Number(words) >= 1 && Number(words) <= ENTRIES_MAX);
}

/** How many entries a trace holds. */
export function traceEntries(configuration: Configuration, feature: 'ipsec' | 'ikev2'): number {
  const line = configuration.find(new RegExp(`^monitor event-trace crypto ${feature} event size`));
  return line === undefined ? DEFAULT_ENTRIES : Number(/\d+$/.exec(line)?.[0]);
}

/** `level debugging, 0 messages logged`, `disabled` */
export function sayLevel(configuration: Configuration, where: 'console' | 'monitor' | 'trap'): string {
  const line = configuration.find(new RegExp(`^(?:no )?logging ${where}\\b`));
  if (line?.startsWith('no ') === true) return 'disabled';
  return `level ${line?.split(' ')[2] ?? (where === 'trap' ? 'informational' : 'debugging')}`;
}

/** What of a message gets into the buffer: nothing where logging is off, no debug without buginf, and no more in a second than a limit lets through. */
export function isKept(configuration: Configuration, severity: number, inThisSecond: number): boolean {
  if (configuration.has('no logging on')) return false;
  const { all, most } = RATE_LIMIT.exec(configuration.find(RATE_LIMIT) ?? '')?.groups ?? {};
  // Without `all` debugs are not counted. [C] CFCR, logging rate-limit
  if (most !== undefined && (severity < DEBUGGING || all !== undefined) && inThisSecond > Number(most)) return false;
  return severity < DEBUGGING || !configuration.has('no logging buginf');
}

const DEBUGGING = 7;
/** `logging rate-limit all 10` */
const RATE_LIMIT = /^logging rate-limit (?<all>all )?(?<most>\d+)/;

/** Terminals and servers that messages go to, as the header of `show logging` has them. [C form] */
export function sayHosts(configuration: Configuration): string[] {
  return configuration
    .print()
    .flatMap((line) => /^logging host (?<host>\S+)/.exec(line)?.groups?.['host'] ?? [])
    .map((host) => `        Logging to ${host}  (udp port 514, audit disabled,`);
}
