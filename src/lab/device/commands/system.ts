/** Commands that show the system: version, clock, log, configuration, users, interfaces. */
import { PLATFORMS } from '../../../ios/platforms/index.ts';
import type { Router } from '../router.ts';
import { clockStamp } from '../stamp.ts';
import type { Command } from './command.ts';

export const SYSTEM_COMMANDS: readonly Command[] = [
  { words: 'show version', privilege: 1, run: (router) => showVersion(router) },
  {
    words: 'show clock [detail]',
    privilege: 1,
    run: (router, _values, _session, options) => showClock(router, options.has('detail')),
  },
  { words: 'show logging', privilege: 1, run: (router) => router.log.show() },
  {
    words: 'clear logging',
    privilege: 15,
    run: ({ log }, _values, session) =>
      session.ask('Clear logging buffer [confirm]', (answer) => {
        if (/^y?$/i.test(answer)) log.clear();
        return '';
      }),
  },
  { words: 'show memory statistics', privilege: 1, run: ({ spec, log }) => showMemory(spec.memoryBytes ?? MEMORY_BYTES, log.bufferBytes) },
  { words: 'show running-config', privilege: 15, run: (router) => showRunningConfiguration(router) },
  {
    words: 'show startup-config',
    privilege: 15,
    run: (router) => `Using ${router.startup.length} out of 262136 bytes\n!\n${router.startup}\nend`,
  },
  { words: 'write memory', privilege: 15, run: (router) => save(router) },
  { words: 'show users', privilege: 1, run: (router, _values, session) => showUsers(router, session.line) },
  { words: 'show ip interface brief', privilege: 1, run: (router) => showBrief(router) },
  { words: 'show ntp status', privilege: 1, run: (router) => showNtp(router) },
  { words: 'show processes cpu', privilege: 1, run: (router) => showLoad(router) },
  { words: 'show snmp', privilege: 15, run: () => '%SNMP agent not enabled' },
  { words: 'ping <target...>', privilege: 1, run: (_router, [target = '']) => ping(target) },
];

function showVersion(router: Router): string {
  const { spec, hostname, startedAtMs } = router;
  const now = router.now();
  const minutes = Math.floor((now - startedAtMs) / 60_000);
  const uptime = `${hostname} uptime is ${Math.floor(minutes / 1440)} days, ${Math.floor((minutes % 1440) / 60)} hours, ${minutes % 60} minutes`;
  const ios = 'Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.7(3)M8, RELEASE SOFTWARE (fc1)';
  // [L] the first line's form is that of every IOS; 12.4(24)T8 is a late train, 12.4(25f) a late mainline release.
  const release12 = spec.image === 'mainline' ? '12.4(25f)' : '12.4(24)T8';
  const ios12 = `Cisco IOS Software, 2800 Software (C2800NM-ADVSECURITYK9-M), Version ${release12}, RELEASE SOFTWARE (fc2)`;
  const iol = 'Cisco IOS Software, Linux Software (I86BI_LINUX-ADVENTERPRISEK9-M), Version 15.7(3)M2, DEVELOPMENT TEST SOFTWARE';
  const xe =
    'Cisco IOS XE Software, Version 16.12.04\nCisco IOS Software [Gibraltar], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.12.4, RELEASE SOFTWARE (fc5)';
  const named = spec.platform === 'ios-xe' ? xe : spec.release === '12.4' ? ios12 : ios;
  return `${spec.image === 'iol' ? iol : named}\n\nROM: Bootstrap program\n\n${uptime}\nSystem returned to ROM by power-on\n\nConfiguration register is 0x2102`;
}

/** 512 MB */
const MEMORY_BYTES = 536_870_912;

/** [C form] genieparser, show memory statistics: a third of it is in use, beside the log. */
function showMemory(totalBytes: number, logBytes: number): string {
  const used = Math.round(totalBytes / 3) + logBytes;
  const columns = [totalBytes, used, totalBytes - used, totalBytes - used, totalBytes - used].map((bytes) => String(bytes).padStart(12));
  return `                Head    Total(b)     Used(b)     Free(b)   Lowest(b)  Largest(b)\nProcessor  FF86F21010${columns.join('')}`;
}

function showClock(router: Router, isDetail: boolean): string {
  const clock = `${router.clockMark}${clockStamp(router.now())}`;
  if (!isDetail) return clock;
  return `${clock}\n${isSynchronized(router) ? 'Time source is NTP' : 'No time source'}`;
}

function showNtp(router: Router): string {
  return isSynchronized(router)
    ? 'Clock is synchronized, stratum 3, reference is 192.0.2.123\nnominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**10'
    : 'Clock is unsynchronized, stratum 16, no reference clock';
}

function isSynchronized({ clockMark }: Router): boolean {
  return clockMark === '';
}

function showRunningConfiguration(router: Router): string {
  const text = router.printConfiguration().join('\n');
  return `Building configuration...\n\nCurrent configuration : ${text.length} bytes\n!\n${text}`;
}

function save(router: Router): string {
  router.save();
  return 'Building configuration...\n[OK]';
}

/** avgBusy1 and avgBusy5 of OLD-CISCO-CPU-MIB [C]; as the load over five seconds when nobody has set them. */
const BUSY_OVER_MINUTES = ['1.3.6.1.4.1.9.2.1.57.0', '1.3.6.1.4.1.9.2.1.58.0'];

/** [C form] public outputs of `show processes cpu` */
function showLoad({ spec, objects }: Router): string {
  const load = objects.get(PLATFORMS[spec.platform].cpuOid) ?? 0;
  const [minute, five] = BUSY_OVER_MINUTES.map((oid) => objects.get(oid) ?? load);
  return `CPU utilization for five seconds: ${load}%/0%; one minute: ${minute}%; five minutes: ${five}%`;
}

/** Nobody answers, and nobody needs it. */
function ping(target: string): string {
  return `Type escape sequence to abort.\nSending 5, 100-byte ICMP Echos to ${target.split(' ')[0] ?? ''}, timeout is 2 seconds:\n.....\nSuccess rate is 0 percent (0/5)`;
}

function showUsers(router: Router, own: number): string {
  const rows = [...router.lines].map(
    ([line, user]) =>
      `${line === own ? '*' : ' '} ${String(line + 2).padStart(2)} vty ${line}     ${user.padEnd(10)} idle                 00:00:00 127.0.0.1`,
  );
  return ['    Line       User       Host(s)              Idle       Location', ...rows].join('\n');
}

const HEAD = 'Interface                  IP-Address      OK? Method Status                Protocol';

/** [C form] public outputs of `show ip interface brief` */
function showBrief(router: Router): string {
  const rows: { name: string; address: string; isDown: boolean }[] = [];
  for (const line of router.configuration.print()) {
    const name = /^interface (\S+)/.exec(line)?.[1];
    if (name !== undefined) rows.push({ name, address: 'unassigned', isDown: false });
    const row = rows.at(-1);
    if (row === undefined || !line.startsWith(' ')) continue;
    if (line === ' shutdown') row.isDown = true;
    row.address = /^ ip address (\d\S+) \S+$/.exec(line)?.[1] ?? row.address;
  }
  return [HEAD, ...rows.map(printRow)].join('\n');
}

function printRow({ name, address, isDown }: { name: string; address: string; isDown: boolean }): string {
  const state = isDown ? 'administratively down down' : 'up                    up';
  return `${name.padEnd(26)} ${address.padEnd(15)} YES NVRAM  ${state}`;
}
