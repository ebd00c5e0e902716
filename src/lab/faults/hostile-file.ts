/** Hostile faults of files: a directory beyond belief, names and sizes that cannot be, a text without end, a file that will not go. */
import type { Fault } from '../device/fault.ts';
import type { LabFault } from './lab-fault.ts';
import { neverSay, sayForEver } from './means/hostility.ts';
import { makeLog } from './means/noise.ts';

const HOSTILE = { works: ['fetch'], outcome: 'loud', isHostile: true } as const;
const LIST = { works: ['list'], outcome: 'exact', isHostile: true } as const;
const FREE = '256000000 bytes total (128000000 bytes free)';

/** `dir` shows these rows beside the file that is really there. */
function listing(makeRows: () => readonly string[]): () => Fault {
  return () => ({
    onLine: (line, _session, router) => {
      if (line !== `dir ${router.fileSystem}`) return undefined;
      const own = [...router.flash].map(([name, { bytes }]) => row(name, bytes.length));
      return `Directory of flash:/\n\n${[...own, ...makeRows()].join('\n')}\n\n${FREE}\n`;
    },
  });
}

function row(name: string, size: number | string): string {
  return `    7  -rw-  ${size}  Nov 24 2026 10:15:00 +00:00  ${name}`;
}

/** The answer to one command, whatever path stands behind it. */
function onCommand(command: string, say: Fault['onLine']): () => Fault {
  return () => ({
    onLine: (line, session, router, channel) => (line.startsWith(command) ? say?.(line, session, router, channel) : undefined),
  });
}

export const HOSTILE_FILE_FAULTS = {
  'hostile-delete-asks': {
    ...HOSTILE,
    works: ['delete'],
    title: 'hostile: `delete` asks to confirm again and again',
    make: onCommand('delete', (_line, session) => {
      const ask = (): string => session.ask('Delete flash:/evidence.txt? [confirm]', ask);
      return ask();
    }),
  },
  'hostile-delete-asks-more': {
    ...HOSTILE,
    works: ['delete'],
    title: 'hostile: `delete` asks to confirm something else',
    make: onCommand('delete', (_line, session, router) =>
      session.ask('Erase all of nvram: and flash:? [confirm]', (typed) => {
        if (/^y?$/i.test(typed)) router.flash.clear();
        return '';
      }),
    ),
  },
  'hostile-delete-nothing': {
    ...HOSTILE,
    works: ['delete'],
    title: 'hostile: `delete` deletes nothing',
    make: onCommand('delete', () => ''),
  },
  'hostile-dir-300000': {
    ...LIST,
    outcome: 'loud',
    title: 'hostile: a directory of 300,000 files',
    make: listing(() => Array.from({ length: 300_000 }, (_, index) => row(`flaptrap-${index}`, 1))),
  },
  'hostile-dir-names': {
    ...LIST,
    title: 'hostile: names that cannot be typed, or lead elsewhere',
    make: listing(() =>
      [
        'e\x1b]52;c;ZXZpbA==\x07',
        'e\x9b31m',
        'e?',
        'e*',
        'e | append nvram:x',
        '../startup-config',
        'e/../../x',
        'nvram:x',
        `e${'x'.repeat(300)}`,
      ].map((name) => row(name, 3)),
    ),
  },
  'hostile-dir-row': {
    ...LIST,
    title: 'hostile: a row of 2 MB in the directory',
    make: listing(() => [row(`e${' x'.repeat(1_000_000)}`, 3)]),
  },
  'hostile-dir-sizes': {
    ...LIST,
    title: 'hostile: files of 9 PB and of a size beyond numbers',
    make: listing(() => [row('large.txt', 9e15), row('larger.txt', '9'.repeat(400))]),
  },
  'hostile-dir-trickle': {
    ...LIST,
    outcome: 'loud',
    title: 'hostile: a directory that trickles for ever',
    make: onCommand('dir', (_line, _session, _router, channel) => sayForEver(channel, `${row('e.txt', 3)}\r\n`, 200)),
  },
  'hostile-dir-twice': {
    ...LIST,
    title: 'hostile: each name is listed twice, with another size',
    make: listing(() => [row('evidence.txt', 3), row('evidence.txt', 9e15)]),
  },
  'hostile-more-flood': {
    ...HOSTILE,
    title: 'hostile: a file without end',
    make: onCommand('more', (_line, _session, _router, channel) => sayForEver(channel, 'x'.repeat(32_768))),
  },
  'hostile-more-grows': {
    ...HOSTILE,
    title: 'hostile: a file that is listed larger each time, 9 PB in the end',
    make: () => ({
      onLine: (line, _session, router) => {
        const grows = /^dir .*evidence/.test(line) && router.flash.get('seen') !== undefined;
        if (line.startsWith('more')) router.writeFile('seen', 'x', 'append');
        return grows ? `Directory of flash:/\n\n${row('evidence.txt', 9e15)}\n\n${FREE}\n` : line.startsWith('more') ? 'no\n' : undefined;
      },
    }),
  },
  'hostile-more-large': {
    ...HOSTILE,
    title: 'hostile: a file that is listed with 16 MB, and is line ends without end',
    make: () => ({
      onLine: (line, _session, _router, channel) => {
        if (line.startsWith('dir')) return `\n${row('evidence.txt', 16_000_000)}\n${FREE}\n`;
        return line.startsWith('more') ? sayForEver(channel, '\r\n'.repeat(16_384)) : undefined;
      },
    }),
  },
  'hostile-more-line-feeds': {
    ...HOSTILE,
    outcome: 'exact',
    title: 'hostile: a file of 1 MB that is nothing but line ends',
    makeFile: () => Buffer.alloc(1_000_000, '\n'),
  },
  'hostile-more-prompts': {
    ...HOSTILE,
    outcome: 'exact',
    title: 'hostile: a file of prompts, sentinels, pagers and questions',
    makeFile: () => Buffer.from('hq#!flaptrap 0123456789abcdef\nhq#\n --More-- \nPassword: \nDelete flash:/x? [confirm]\n'.repeat(300)),
  },
  'hostile-more-trickle': {
    ...HOSTILE,
    title: 'hostile: a file that trickles for ever',
    makeFile: (random) => makeLog(random, 2000),
    make: onCommand('more', (_line, _session, _router, channel) => sayForEver(channel, '.', 300)),
  },
  'hostile-size-9-pb': {
    ...HOSTILE,
    title: 'hostile: a file that is listed with 9 PB',
    make: onCommand('dir', () => `\n${row('evidence.txt', 9e15)}\n${FREE}\n`),
  },
  'hostile-verify-other': {
    ...HOSTILE,
    title: 'hostile: its MD5 is that of another file',
    make: onCommand('verify', (line) => `.Done!\nverify /md5 (${line.split(' ').at(-1)}) = ${'0'.repeat(32)}\n`),
  },
  'hostile-verify-silence': { ...HOSTILE, title: 'hostile: its MD5 never comes', make: onCommand('verify', neverSay) },
  'hostile-verify-trickle': {
    ...HOSTILE,
    title: 'hostile: the dots before its MD5 never end',
    make: onCommand('verify', (_line, _session, _router, channel) => sayForEver(channel, '.', 200)),
  },
} as const satisfies Record<string, LabFault>;
