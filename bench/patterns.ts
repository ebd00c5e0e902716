/** How long the longest line may keep each exported pattern of ios busy: one line of 1 MB of what the pattern repeats on. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PUMPS } from '../test/ios/pumps.ts';
import { printGoals } from './goal.ts';

const FOLDER = join(import.meta.dirname, '../src/ios');
const LINE_CHARACTERS = 1_000_000;

let slowest = { name: '', seconds: 0 };
let count = 0;
for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))) {
  const exported = (await import(join(FOLDER, file))) as Record<string, unknown>;
  for (const [id, pattern] of Object.entries(exported)) {
    if (!(pattern instanceof RegExp)) continue;
    count += 1;
    for (const pump of PUMPS) {
      const line = pump.repeat(LINE_CHARACTERS / pump.length);
      const startedAt = performance.now();
      new RegExp(pattern.source, pattern.flags).test(line);
      const seconds = (performance.now() - startedAt) / 1000;
      if (seconds > slowest.seconds) slowest = { name: `${id} of ${file} on ${JSON.stringify(pump)}`, seconds };
    }
  }
}
console.log(`${count} patterns, the slowest: ${slowest.name}`);
printGoals([{ name: 'a line of 1 MB by any pattern', figure: slowest.seconds * 1000, unit: 'ms', limit: { atMost: 50 } }]);
