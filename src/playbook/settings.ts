/** Settings are the lines of a configuration that decide whether debugs come onto record, and with which stamps: what must stand while armed, and how each is given back. */
import type { Logging } from '../ios/logging.ts';

/** One that stands in the way, and can be set and given back. */
export interface Setting {
  id: SettingId;
  /** `keep debugs off the console` */
  title: string;
  /** What is typed. */
  line: string;
  /** What gives back what stood there. */
  restore: string;
}

interface Rule {
  id: string;
  title: string;
  /** Its line in a running configuration. */
  form: RegExp;
  /** Undefined where it may stay as it is. */
  wanted(current: string | undefined, logging: Logging): string | undefined;
  /** Gives back what a router has that has no line of it. */
  absent: string;
  /** True when the configuration leaves out what is wanted, which is the default. [L] */
  isHidden: boolean;
}

/** The console first: where it cannot be set, nothing else is. [C] Cisco 10374: debugs on the console can hang a router */
const RULES = [
  {
    id: 'console',
    title: 'keep debugs off the console, where they can hang the router',
    form: /^(?:no )?logging console\b.*$/m,
    wanted: (_current, { isConsoleAtDebugging }) => (isConsoleAtDebugging ? 'logging console informational' : undefined),
    absent: 'default logging console',
    isHidden: false,
  },
  {
    id: 'monitor',
    title: 'keep debugs off the terminals of others',
    form: /^(?:no )?logging monitor\b.*$/m,
    wanted: (_current, { isMonitorAtDebugging, watchers }) =>
      isMonitorAtDebugging && watchers.length > 0 ? 'logging monitor informational' : undefined,
    absent: 'default logging monitor',
    isHidden: false,
  },
  {
    id: 'trap',
    title: 'send no debugs to syslog servers, which may lie behind this tunnel',
    form: /^(?:no )?logging trap\b.*$/m,
    wanted: (_current, { isTrapAtDebugging, hosts }) => (isTrapAtDebugging && hosts.length > 0 ? 'logging trap informational' : undefined),
    absent: 'default logging trap',
    isHidden: true,
  },
  {
    id: 'debug-stamps',
    title: 'stamp debugs with date, time and milliseconds',
    form: /^(?:no )?service timestamps debug\b.*$/m,
    wanted: (current) => stampsLine('debug', current),
    absent: 'no service timestamps debug',
    isHidden: false,
  },
  {
    id: 'log-stamps',
    title: 'stamp messages with date, time and milliseconds',
    form: /^(?:no )?service timestamps log\b.*$/m,
    wanted: (current) => stampsLine('log', current),
    absent: 'no service timestamps log',
    isHidden: false,
  },
  {
    id: 'logging-on',
    title: 'let messages go beyond the console',
    form: /^no logging on$/m,
    wanted: (current, { isOff }) => (current === undefined && !isOff ? undefined : 'logging on'),
    absent: 'no logging on',
    isHidden: true,
  },
  {
    // [C] CFCR, logging buginf: without it no debug is logged
    id: 'buginf',
    title: 'let debugs be logged at all',
    form: /^no logging buginf$/m,
    wanted: (current) => (current === undefined ? undefined : 'logging buginf'),
    absent: 'no logging buginf',
    isHidden: true,
  },
  {
    // A limit of the console alone loses nothing of the record. [C] CFCR, logging rate-limit
    id: 'rate-limit',
    title: 'let no message be dropped by a limit of their rate',
    form: /^logging rate-limit (?!console\b).*$/m,
    wanted: (current) => (current === undefined ? undefined : 'no logging rate-limit'),
    absent: 'no logging rate-limit',
    isHidden: true,
  },
  ...(['ipsec', 'ikev2'] as const).map((trace) => ({
    id: `${trace}-trace-size` as const,
    title: `let the ${trace} event trace hold the recording`,
    form: new RegExp(`^(?:no )?monitor event-trace crypto ${trace} event size\\b.*$`, 'm'),
    // Only the plan knows whether traces are wanted.
    wanted: () => undefined,
    absent: `no monitor event-trace crypto ${trace} event size`,
    isHidden: false,
  })),
] as const satisfies readonly Rule[];

export type SettingId = (typeof RULES)[number]['id'];
export const SETTING_IDS: readonly SettingId[] = RULES.map(({ id }) => id);

/** All lines of a configuration that the rules look at, the logging buffer's too. */
export const SETTINGS_COMMAND =
  'show running-config | include ^logging|^no logging|^service timestamps|^no service timestamps|^monitor event-trace';

/** What stands in the way, in the order in which it is set. */
export function neededSettings(configuration: string, logging: Logging): Setting[] {
  return RULES.flatMap((rule: Rule) => {
    const current = lineOf(rule, configuration);
    const line = rule.wanted(current, logging);
    return line === undefined ? [] : [settingOf(rule, current, line)];
  });
}

/** One that the plan wants whatever stands there. */
export function settingFor(id: SettingId, current: string | undefined, line: string): Setting {
  return settingOf(ruleOf(id), current, line);
}

/** The setting that a line gives back; undefined when it is of none. */
export function settingOfLine(line: string): SettingId | undefined {
  const bare = line.replace(/^(?:default|no) /, '');
  return RULES.find(({ form }) => [line, bare, `no ${bare}`].some((each) => form.test(each)))?.id;
}

export function titleOfSetting(id: SettingId): string {
  return ruleOf(id).title;
}

/** True while the line that was typed stands; nobody else has changed it since. */
export function standsStill(id: SettingId, line: string, configuration: string): boolean {
  const rule = ruleOf(id);
  const current = lineOf(rule, configuration);
  return current === undefined ? rule.isHidden : current === line;
}

/** True when what stood before arming stands again: our own change was taken away, and nobody wants a third thing. */
export function isAsBefore(id: SettingId, restore: string, configuration: string): boolean {
  const rule = ruleOf(id);
  return settingOf(rule, lineOf(rule, configuration), '').restore === restore;
}

/** A configured line is given back as it stood; of `no service timestamps debug uptime` the last word is no part of the command. [C] CFCR */
function settingOf({ id, title, absent }: Rule, current: string | undefined, line: string): Setting {
  const restore = current === undefined || current.startsWith('no service timestamps') ? absent : current;
  return { id: id as SettingId, title, line, restore };
}

function ruleOf(id: SettingId): Rule {
  return RULES.find((rule) => rule.id === id) as Rule;
}

function lineOf({ form }: Rule, configuration: string): string | undefined {
  return form.exec(configuration.replaceAll('\r', ''))?.[0].trim();
}

/** What is configured beside stays. [C] CFCR, service timestamps */
function stampsLine(kind: 'debug' | 'log', current = ''): string | undefined {
  const isOn = /^service timestamps \w+ datetime\b/.test(current);
  if (isOn && /\bmsec\b/.test(current)) return undefined;
  const kept = isOn ? ['localtime', 'show-timezone', 'year'].filter((word) => current.split(' ').includes(word)) : [];
  return ['service timestamps', kind, 'datetime msec', ...kept].join(' ');
}
