/** A debug family is the debugs that are switched on and read together: how to start them, how to undo exactly that, what they print. */
import type { LogEntry } from '../log/entry.ts';
import type { LogSession } from '../log/session.ts';

export interface DebugFamily {
  id: string;
  title: string;
  /** Exec commands that switch it on, in order. */
  on: readonly string[];
  /** Exec commands that switch off exactly what `on` switched on, in order; never `undebug all`. */
  off: readonly string[];
  /** What `show debugging` prints while it is on, one pattern for each command of `on`. */
  shown: readonly RegExp[];
  /** True when a line's body (envelope removed) belongs to this family. */
  owns(body: string): boolean;
  /** Reads one of its entries into events of the session. */
  read(entry: LogEntry, session: LogSession): void;
  /** Real lines that prove `owns` and the reader. */
  samples: readonly string[];
}
