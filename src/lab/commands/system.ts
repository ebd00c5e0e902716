/** Commands that show the system: version, clock, log, configuration, users. */
import type { Router } from '../router.ts';
import { clockStamp } from '../stamp.ts';
import type { Command } from './command.ts';

export const SYSTEM_COMMANDS: readonly Command[] = [
  { words: 'show version', privilege: 1, run: (router) => showVersion(router) },
  { words: 'show clock [detail]', privilege: 1, run: (router) => showClock(router) },
  { words: 'show logging', privilege: 1, run: (router) => router.log.show() },
  { words: 'show running-config', privilege: 15, run: (router) => showRunningConfiguration(router) },
  { words: 'show users', privilege: 1, run: (router, _values, session) => showUsers(router, session.line) },
  { words: 'show ntp status', privilege: 1, run: () => 'Clock is unsynchronized, stratum 16, no reference clock' },
  { words: 'show debugging', privilege: 15, run: (router) => showDebugging(router) },
];

function showVersion({ spec, hostname, startedAtMs, clock }: Router): string {
  const minutes = Math.floor((clock.now() + spec.offsetMs - startedAtMs) / 60_000);
  const uptime = `${hostname} uptime is ${Math.floor(minutes / 1440)} days, ${Math.floor((minutes % 1440) / 60)} hours, ${minutes % 60} minutes`;
  const ios = 'Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.7(3)M8, RELEASE SOFTWARE (fc1)';
  const xe =
    'Cisco IOS XE Software, Version 16.12.04\nCisco IOS Software [Gibraltar], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.12.4, RELEASE SOFTWARE (fc5)';
  return `${spec.platform === 'ios' ? ios : xe}\n\nROM: Bootstrap program\n\n${uptime}\nSystem returned to ROM by power-on\n\nConfiguration register is 0x2102`;
}

function showClock(router: Router): string {
  return `${router.spec.offsetMs === 0 ? '' : '*'}${clockStamp(router.now())}`;
}

function showRunningConfiguration(router: Router): string {
  const lines = [...router.configuration.print(), ...router.eem.print(), 'end'];
  return `Building configuration...\n\nCurrent configuration : ${lines.join('\n').length} bytes\n!\n${lines.join('\n')}`;
}

function showUsers(router: Router, own: number): string {
  const rows = [...router.lines].map(
    ([line, user]) =>
      `${line === own ? '*' : ' '} ${String(line + 2).padStart(2)} vty ${line}     ${user.padEnd(10)} idle                 00:00:00 127.0.0.1`,
  );
  return ['    Line       User       Host(s)              Idle       Location', ...rows].join('\n');
}

const DEBUG_TITLES: Readonly<Record<string, string>> = {
  'crypto isakmp': 'Crypto ISAKMP debugging is on',
  'crypto ipsec': 'Crypto IPSEC debugging is on',
  'crypto engine': 'Crypto Engine debugging is on',
};

function showDebugging({ debugs }: Router): string {
  const crypto = [...debugs].flatMap((what) => (DEBUG_TITLES[what] === undefined ? [] : [`  ${DEBUG_TITLES[what]}`]));
  const others = [...debugs].flatMap((what) => (DEBUG_TITLES[what] === undefined ? [`${what} debugging is on`] : []));
  return [...others, ...(crypto.length > 0 ? ['', 'Cryptographic Subsystem:', ...crypto] : [])].join('\n');
}
