/** What a verdict over two long logs costs beside reading them, what a thousand incidents add, and the memory of it; `large.js MEGABYTES RUNS`, 50 and 5 by default. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { medianOf, printGoals } from './goal.ts';
import type { LargeFigures } from './large-run.ts';
import { writeLog } from './read-logs.ts';

const MEGABYTES = Number(process.argv[2] ?? 50);
const RUNS = Number(process.argv[3] ?? 5);
/** So many tellings of the stories, each with SPIs of its own, make more than a thousand incidents in 2 x 50 MB. */
const TELLINGS = 350;
const TUNNEL = 'a: { name: hq, address: 192.0.2.1 }\nb: { name: branch, address: 198.51.100.1 }\n';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-large-'));

async function makeBundle(name: string, tellings: number): Promise<string> {
  const path = join(folder, name);
  for (const side of ['a', 'b'] as const) {
    mkdirSync(join(path, side), { recursive: true });
    await writeLog(join(path, side, 'show_logging.txt'), side, MEGABYTES * 1e6, tellings);
  }
  writeFileSync(join(path, 'tunnel.yaml'), TUNNEL);
  return path;
}

function pack(path: string): string {
  const { status, stderr } = spawnSync('tar', ['-czf', `${path}.tar.gz`, '-C', path, '.'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar ended with ${String(status)}: ${stderr}`);
  return `${path}.tar.gz`;
}

function run(mode: 'read' | 'judge', path: string): LargeFigures {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'large-run.js'), mode, path], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`large-run ended with ${String(status)}: ${stderr}`);
  return JSON.parse(stdout) as LargeFigures;
}

try {
  const few = await makeBundle('few', 1);
  const many = await makeBundle('many', TELLINGS);
  const archive = pack(few);
  const measured = Array.from({ length: RUNS }, () => ({
    read: run('read', few),
    judge: run('judge', few),
    many: run('judge', many),
    archive: run('judge', archive),
  }));
  const secondsOf = (what: keyof (typeof measured)[number]) => medianOf(measured.map((each) => each[what].seconds));
  const megabytesOf = (what: keyof (typeof measured)[number]) => medianOf(measured.map((each) => each[what].megabytes));
  const [first] = measured;
  console.log(
    `2 x ${MEGABYTES} MB, ${first?.read.events} events: read ${secondsOf('read').toFixed(2)} s, judged ${secondsOf('judge').toFixed(2)} s (${first?.judge.incidents} incidents), ${secondsOf('many').toFixed(2)} s (${first?.many.incidents} incidents), of the processor`,
  );
  console.log(
    `peak memory: read ${megabytesOf('read').toFixed(0)} MB, judged with ${first?.many.incidents} incidents ${megabytesOf('many').toFixed(0)} MB`,
  );
  printGoals([
    { name: 'judging two logs against reading them', figure: secondsOf('judge') / secondsOf('read'), unit: 'x', limit: { atMost: 1.3 } },
    {
      name: `what ${first?.many.incidents} incidents make of judging ${first?.judge.incidents}`,
      figure: secondsOf('many') / secondsOf('judge'),
      unit: 'x',
      limit: { atMost: 1.2 },
    },
    {
      name: 'peak memory of a verdict, for each byte of the logs',
      figure: megabytesOf('judge') / (2 * MEGABYTES),
      unit: 'bytes',
      limit: { atMost: 6 },
    },
    { name: 'the same from an archive of them', figure: megabytesOf('archive') / (2 * MEGABYTES), unit: 'bytes', limit: { atMost: 6 } },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
