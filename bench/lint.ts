/** How fast the linter is: a configuration of 100,000 lines with 2,000 applets, and how its cost grows. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lintText } from '../src/applet/lint.ts';
import { parseApplets } from '../src/applet/parse.ts';
import { medianOf, printGoals } from './goal.ts';

const RUNS = 5;
const APPLETS = 2000;
const LINES_EACH = 50;

function configuration(applets: number): string {
  return Array.from({ length: applets }, (_, index) => applet(index)).join('');
}

function applet(index: number): string {
  const actions = Array.from({ length: LINES_EACH - 4 }, (_, at) => ` action ${String((at + 1) * 10).padStart(4, '0')} ${action(at)}`);
  return [
    `event manager applet BENCH-${index}`,
    ` event syslog pattern "%LINK-3-UPDOWN: Interface Tunnel${index}," maxrun 100 ratelimit 60`,
    ...actions,
    '!',
    `interface Tunnel${index}`,
    '',
  ].join('\n');
}

function action(at: number): string {
  if (at === 0) return 'cli command "enable"';
  if (at === 1) return 'cli command "terminal length 0"';
  const kinds = [
    'if $_exit_status eq 0',
    'end',
    `cli command "show crypto ipsec sa peer 192.0.2.${at}"`,
    `syslog msg "line ${at}"`,
    `set count "${at}"`,
  ];
  return kinds[(at - 2) % kinds.length] ?? 'end';
}

function secondsToLint(text: string, runs = RUNS): number {
  return medianOf(
    Array.from({ length: runs }, () => {
      const startedAt = performance.now();
      const found = lintText(text, 'bench.cfg');
      if (found.length > 0) throw new Error(`the bench's applets are not clean: ${found[0]?.summary}`);
      return (performance.now() - startedAt) / 1000;
    }),
  );
}

/** What most files are: a configuration with an applet here and there. */
function runningConfiguration(lines: number): string {
  const filler = Array.from({ length: 950 }, (_, at) =>
    at % 10 === 0 ? `interface GigabitEthernet0/${at}` : at % 10 === 9 ? '!' : ` ip address 192.0.2.${at % 250} 255.255.255.0 secondary`,
  );
  return Array.from({ length: lines / 1000 }, (_, index) => `${applet(index)}${filler.join('\n')}\n`).join('');
}

/** One applet of so many actions: what grows with their square shows here. */
function longApplet(actions: number): string {
  const lines = Array.from(
    { length: actions },
    (_, at) => ` action ${String(at).padStart(6, '0')} ${at < 2 ? action(at) : `set count${at} "x"`}\n`,
  );
  return `event manager applet LONG\n event syslog pattern "%LINK-3-UPDOWN: Interface Tunnel1," maxrun 100 ratelimit 60\n${lines.join('')}`;
}

const GREP = '^ *(event manager|action|event|trigger|correlate)';

/** The least that a program in JavaScript does: it splits the text, and asks of each line what grep asks. */
function countLines(text: string): number {
  const pattern = new RegExp(GREP);
  return text.split('\n').filter((line) => pattern.test(line)).length;
}

function secondsOf(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}

/** The same file, interleaved, so that both meet the same load. */
function timesGrep(text: string, work: () => unknown): number {
  const file = join(mkdtempSync(join(tmpdir(), 'flaptrap-')), 'bench.cfg');
  writeFileSync(file, text);
  work();
  const ratios = Array.from({ length: RUNS }, () => {
    const own = secondsOf(work);
    const startedAt = performance.now();
    spawnSync('grep', ['-cE', GREP, file], { env: { ...process.env, LC_ALL: 'C' } });
    return own / ((performance.now() - startedAt) / 1000);
  });
  rmSync(dirname(file), { recursive: true });
  return medianOf(ratios);
}

const [small, large] = [configuration(APPLETS / 10), configuration(APPLETS)];
secondsToLint(small);
const [smallSeconds, largeSeconds] = [secondsToLint(small), secondsToLint(large)];
const lines = large.split('\n').length - 1;
console.log(`${lines} lines, ${APPLETS} applets, median of ${RUNS}: ${Math.round(lines / largeSeconds)} lines/s`);
const floor = timesGrep(large, () => countLines(large));
const parsed = timesGrep(large, () => parseApplets(large, 'bench.cfg'));
console.log(`beside grep -cE: the same question asked in JavaScript ${floor.toFixed(1)} times, parsing alone ${parsed.toFixed(1)} times`);
const running = runningConfiguration(100_000);
const ofRunning = timesGrep(running, () => secondsToLint(running, 1));
console.log(`a running configuration of 100,000 lines, ${countLines(running)} of them EEM's: ${ofRunning.toFixed(1)} times`);
printGoals([
  { name: 'lint 100,000 lines', figure: largeSeconds, unit: 's', limit: { atMost: 1.5 } },
  { name: 'growth for ten times the lines', figure: largeSeconds / smallSeconds, unit: 'times', limit: { atMost: 12 } },
  {
    name: 'one applet of 30,000 actions beside one of 1,000',
    figure: secondsToLint(longApplet(30_000)) / secondsToLint(longApplet(1000)),
    unit: 'times',
    limit: { atMost: 35 },
  },
  { name: '100,000 lines beside grep -cE', figure: timesGrep(large, () => secondsToLint(large, 1)), unit: 'times', limit: { atMost: 8 } },
]);
