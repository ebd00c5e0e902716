/** How fast logs become events: two sides' long logs on one thread and on two workers, beside grep and lnav; `read.js MEGABYTES`, 250 by default. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { medianOf, printGoals } from './goal.ts';
import { writeLog } from './read-logs.ts';
import type { ReadFigures } from './read-run.ts';

const MEGABYTES = Number(process.argv[2] ?? 250);
const RUNS = Number(process.argv[3] ?? 5);
/** The same line shapes, found and not read. */
const SHAPES = 'ISAKMP(-(PAK|ERROR))?( |:|\\()|IPSEC(:|\\()|IKEv2(:|-)|%[A-Z0-9_]+-[0-7]-[A-Z0-9_]+:';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-read-'));
const [a, b, small] = ['a.txt', 'b.txt', 'small.txt'].map((name) => join(folder, name)) as [string, string, string];

const argumentsOf = (mode: string, paths: readonly string[]): string[] => {
  return ['--single-threaded-gc', '--max-semi-space-size=16', join(import.meta.dirname, 'read-run.js'), mode, ...paths];
};

function run(mode: 'one' | 'workers' | 'lines', ...paths: string[]): ReadFigures {
  const { stdout, status } = spawnSync(process.execPath, argumentsOf(mode, paths), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`read-run ended with ${String(status)}`);
  return JSON.parse(stdout) as ReadFigures;
}

/** Two processes that share nothing but the machine, one file each: no two workers can do better on it. */
async function apart(...paths: string[]): Promise<number> {
  const ran = await Promise.all(paths.map((path) => promisify(execFile)(process.execPath, argumentsOf('one', [path]))));
  return Math.max(...ran.map(({ stdout }) => (JSON.parse(stdout) as ReadFigures).seconds));
}

/** NaN when it is not installed. `locale`: grep goes through plain bytes in C, and through characters in any other. */
function timed(locale: 'C' | 'C.UTF-8', command: string, ...args: string[]): number {
  const startedAt = performance.now();
  const { error } = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: locale } });
  return error === undefined ? (performance.now() - startedAt) / 1000 : Number.NaN;
}

try {
  await writeLog(a, 'a', MEGABYTES * 1e6);
  await writeLog(b, 'b', MEGABYTES * 1e6);
  await writeLog(small, 'a', MEGABYTES * 1e5);
  const measured = [];
  for (let count = 0; count < RUNS; count += 1)
    measured.push({
      one: run('one', a, b),
      lines: run('lines', a, b),
      apart: await apart(a, b),
      grep: timed('C', 'grep', '-cE', SHAPES, a, b),
      wideGrep: timed('C.UTF-8', 'grep', '-cE', SHAPES, a, b),
      workers: run('workers', a, b),
      small: run('one', small),
      large: run('one', a),
    });
  const one = medianOf(measured.map((each) => each.one.seconds));
  const workers = medianOf(measured.map((each) => each.workers.seconds));
  const growth = medianOf(measured.map((each) => each.large.seconds)) / medianOf(measured.map((each) => each.small.seconds));
  const megabytes = (statSync(a).size + statSync(b).size) / 1e6;
  const [first] = measured;
  console.log(`${megabytes.toFixed(0)} MB, ${first?.one.lines} lines, ${first?.one.events} events, ${first?.one.unknown} lines of others`);
  console.log(`one thread ${one.toFixed(2)} s, two workers ${workers.toFixed(2)} s (${(megabytes / workers).toFixed(0)} MB/s)`);
  const grep = medianOf(measured.map((each) => each.grep));
  const wideGrep = medianOf(measured.map((each) => each.wideGrep));
  console.log(
    Number.isNaN(grep)
      ? 'grep is not installed'
      : `grep -cE of the same shapes: ${grep.toFixed(2)} s in the locale C, ${wideGrep.toFixed(2)} s in C.UTF-8; reading takes ${(one / grep).toFixed(1)} and ${(one / wideGrep).toFixed(2)} times that`,
  );
  const lines = medianOf(measured.map((each) => each.lines.seconds));
  console.log(
    `what bounds both: bytes to lines alone, nothing read, takes ${lines.toFixed(2)} s, ${(lines / grep).toFixed(1)} times grep in C; two processes apart, a file each, are ${(one / medianOf(measured.map((each) => each.apart))).toFixed(2)} times as fast as one thread`,
  );
  const lnav = timed('C.UTF-8', 'lnav', '-n', '-q', '-c', ';SELECT count(*) FROM all_logs', a, b);
  console.log(
    Number.isNaN(lnav)
      ? 'lnav is not installed'
      : `lnav (index and count): ${lnav.toFixed(2)} s, reading takes ${(one / lnav).toFixed(2)} times that`,
  );
  console.log(`bytes to events on one thread: ${(megabytes / one).toFixed(1)} MB/s`);
  printGoals([
    ...(Number.isNaN(grep)
      ? []
      : [
          { name: 'reading against LC_ALL=C grep -cE', figure: one / grep, unit: 'x', limit: { atMost: 1 } },
          { name: 'reading against LC_ALL=C.UTF-8 grep -cE', figure: one / wideGrep, unit: 'x', limit: { atMost: 1 } },
        ]),
    { name: 'two workers against one thread', figure: one / workers, unit: 'x', limit: { atLeast: 1.7 } },
    {
      name: 'peak memory',
      figure: Math.max(...measured.flatMap((each) => [each.one.megabytes, each.workers.megabytes])),
      unit: 'MB',
      limit: { atMost: 250 },
    },
    { name: 'ten times the input takes', figure: growth, unit: 'times as long', limit: { atMost: 11 } },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
