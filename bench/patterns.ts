/** How long the longest line may keep each exported pattern of ios busy: one line of 1 MB of what the pattern repeats on. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PUMPS } from '../test/ios/pumps.ts';
import { printGoals } from './goal.ts';

const FOLDER = join(import.meta.dirname, '../src/ios');
const LINE_CHARACTERS = 1_000_000;

/** Of its own time on the processor: what else the machine does counts for nothing. The better of two is told, the first may wait for memory. */
function quickest(run: () => unknown): number {
  const first = timed(run);
  return first * 1000 < SURELY_QUICK_MS ? first : Math.min(first, timed(run));
}

function timed(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const SURELY_QUICK_MS = 10;

let slowest = { name: '', seconds: 0 };
let count = 0;
for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))) {
  const exported = (await import(join(FOLDER, file))) as Record<string, unknown>;
  for (const [id, pattern] of Object.entries(exported)) {
    if (!(pattern instanceof RegExp)) continue;
    count += 1;
    for (const pump of PUMPS) {
      const line = pump.repeat(LINE_CHARACTERS / pump.length);
      const seconds = quickest(() => new RegExp(pattern.source, pattern.flags).test(line));
      if (seconds > slowest.seconds) slowest = { name: `${id} of ${file} on ${JSON.stringify(pump)}`, seconds };
    }
  }
}
console.log(`${count} patterns, the slowest: ${slowest.name}`);
printGoals([{ name: 'a line of 1 MB by any pattern', figure: slowest.seconds * 1000, unit: 'ms', limit: { atMost: 50 } }]);
