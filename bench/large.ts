/** How long a verdict over two long logs takes, from the folder to the report. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { medianOf, printGoals } from './goal.ts';
import { writeLog } from './read-logs.ts';

const MEGABYTES = 50;
const RUNS = 5;
const MAIN = join(import.meta.dirname, '../../dist/cli/main.js');

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-large-'));
try {
  for (const side of ['a', 'b'] as const) {
    mkdirSync(join(folder, side));
    await writeLog(join(folder, side, 'show_logging.txt'), side, MEGABYTES * 1e6);
  }
  writeFileSync(join(folder, 'tunnel.yaml'), 'a: { name: hq, address: 192.0.2.1 }\nb: { name: branch, address: 198.51.100.1 }\n');
  const seconds = Array.from({ length: RUNS }, () => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'analyze', folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`analyze ended with ${String(status)}: ${stderr}`);
    return (performance.now() - startedAt) / 1000;
  });
  printGoals([{ name: `a verdict over 2 x ${MEGABYTES} MB`, figure: medianOf(seconds), unit: 's', limit: { atMost: 5 } }]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
