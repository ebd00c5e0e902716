/** Whoever ends a test's worker is named: Vitest says no more than that it has gone, and guards `process.exit` in its first file alone. */
import { writeSync } from 'node:fs';

const KNOWN = Symbol.for('flaptrap: whoever ends this worker is told');
const own = globalThis as { [KNOWN]?: true };

/** Vitest hears its worker no more when it ends it itself. */
function tell(code: number): void {
  if (process.listenerCount('message') > 0) writeSync(2, `a test ended its worker with ${code}\n${new Error('from here').stack ?? ''}\n`);
}

if (own[KNOWN] !== true) process.on('exit', tell);
own[KNOWN] = true;
