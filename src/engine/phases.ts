/** Phases are written as a capture comes to them: each once, behind the one before it; a database that is away misses one, and nothing else. */
import type { Phase } from './engine.ts';

export interface Phases {
  reach(phase: Phase): void;
  /** All that was reached is written, or missed. */
  written(): Promise<void>;
}

export function writePhases(write: (phase: Phase) => Promise<void>): Phases {
  let [last, writing]: [Phase | undefined, Promise<void>] = [undefined, Promise.resolve()];
  return {
    reach: (phase) => {
      if (phase === last) return;
      last = phase;
      writing = writing.then(() => write(phase)).catch(() => undefined);
    },
    written: () => writing,
  };
}
