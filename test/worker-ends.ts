/** Whoever ends a test's worker by `process.exit` is named: Vitest says no more than that it has gone, and guards its first file alone. */
import { writeSync } from 'node:fs';

const TOLD = Symbol.for('flaptrap: the end of this worker is told');
const own = globalThis as { [TOLD]?: true };

if (own[TOLD] !== true)
  process.on('exit', (code) => writeSync(2, `a test ended its worker with ${code}\n${new Error('from here').stack ?? ''}\n`));
own[TOLD] = true;
