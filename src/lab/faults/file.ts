/** Faults of a file that is read over the terminal: what stands in it, and what becomes of it meanwhile. */
import type { LabFault } from './lab-fault.ts';
import { logLine, makeLog } from './means/noise.ts';
import { burst, changeByte, cutAfter, inLongAnswers, slowly } from './means/outputs.ts';

export const FILE_FAULTS = {
  'byte-changed': {
    title: 'one byte changed on the way',
    works: ['fetch'],
    outcome: 'loud',
    make: () => ({ makeOutput: () => inLongAnswers(2000, changeByte) }),
  },
  'bytes-lost': {
    title: 'some bytes lost on every reading',
    works: ['fetch'],
    outcome: 'loud',
    make: () => ({ makeOutput: () => inLongAnswers(2000, (bytes) => Buffer.concat([bytes.subarray(0, 1000), bytes.subarray(1007)])) }),
  },
  'debug-burst': {
    title: '10,000 debug lines a second on the terminal while reading',
    works: ['fetch'],
    outcome: 'either',
    runs: 2,
    make: (random) => ({ makeOutput: () => burst(10_000, 300, () => logLine(random)) }),
  },
  'debug-burst-forever': {
    title: 'a log line into every reading',
    works: ['fetch'],
    outcome: 'loud',
    make: (random) => ({
      makeOutput: () =>
        inLongAnswers(2000, (bytes) => Buffer.concat([bytes.subarray(0, 1000), Buffer.from(logLine(random)), bytes.subarray(1000)])),
    }),
  },
  'drop-in-fetch': {
    title: 'dropped at byte k of a fetch (200 values of k)',
    works: ['fetch'],
    outcome: 'either',
    runs: 200,
    make: (_random, share) => ({ makeOutput: () => cutAfter(Math.floor(share * 75_000)) }),
  },
  'file-empty': {
    title: 'an empty file',
    works: ['fetch'],
    outcome: 'exact',
    makeFile: () => Buffer.alloc(0),
  },
  'file-gone': {
    title: 'the file goes while it is read',
    works: ['fetch'],
    outcome: 'loud',
    make: () => ({
      onLine: (line, _session, router) => {
        if (line.startsWith('more ')) router.flash.delete('evidence.txt');
        return undefined;
      },
    }),
  },
  'file-growing': {
    title: 'the file grows while it is read',
    works: ['fetch'],
    outcome: 'either',
    runs: 5,
    make: (random) => ({
      onLine: (line, _session, router) => {
        if (line.startsWith('more ') && random() < 0.7) router.writeFile('evidence.txt', 'one more line\n', 'append');
        return undefined;
      },
    }),
  },
  'file-of-50-mb': {
    title: '50 MB',
    limitMs: 60_000,
    works: ['fetch'],
    outcome: 'exact',
    makeFile: (random) => makeLog(random, 50_000_000),
  },
  'file-of-all-bytes': {
    title: 'NUL and 8-bit bytes',
    works: ['fetch'],
    outcome: 'exact',
    runs: 3,
    makeFile: (random) => Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256))),
  },
  'file-of-crlf': {
    title: 'a file with line ends of CR LF',
    works: ['fetch'],
    outcome: 'exact',
    makeFile: (random) => Buffer.from(makeLog(random, 50_000).toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  },
  'file-without-line-end': {
    title: 'a file that does not end in a line end',
    works: ['fetch'],
    outcome: 'exact',
    makeFile: (random) => Buffer.concat([makeLog(random, 5000), Buffer.from('no end')]),
  },
  'noise-in-fetch': {
    title: 'syslog into one reading, not the next',
    works: ['fetch'],
    outcome: 'exact',
    make: (random) => {
      let hasStruck = false;
      return {
        makeOutput: () =>
          inLongAnswers(2000, (bytes) => {
            if (hasStruck) return bytes;
            hasStruck = true;
            return Buffer.concat([bytes.subarray(0, 1500), Buffer.from(logLine(random)), bytes.subarray(1500)]);
          }),
      };
    },
  },
  'pager-in-file': {
    title: "a pager's words inside the file",
    works: ['fetch'],
    outcome: 'exact',
    makeFile: (random) =>
      Buffer.concat([makeLog(random, 5000), Buffer.from(' --More-- \n --More-- \b\b\b\nPassword: \n'), makeLog(random, 5000)]),
  },
  'prompt-in-file': {
    title: 'prompt-like lines inside 1 MB at 200 kB/s',
    works: ['fetch'],
    outcome: 'exact',
    makeFile: (random) => {
      const log = makeLog(random, 1_000_000);
      return Buffer.concat([log.subarray(0, 400_000), Buffer.from('\nhq#\nhq#show version\nhq(config)#\n'), log.subarray(400_000)]);
    },
    make: () => ({ makeOutput: () => slowly(200_000) }),
  },
  'read-denied': {
    title: 'the account may not read files',
    works: ['fetch'],
    outcome: 'loud',
    make: () => ({ onLine: (line) => (line.startsWith('more ') ? 'Command authorization failed.\n' : undefined) }),
  },
} as const satisfies Record<string, LabFault>;
