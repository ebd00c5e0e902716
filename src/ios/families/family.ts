/** A family is what one part of IOS prints while it is debugged or traced: how its lines begin, which go on, and what they say. */
import type { LogEntry } from '../log/entry.ts';
import type { LogSession } from '../log/session.ts';

export interface Family {
  id: string;
  title: string;
  /** The bodies of its messages (the envelope removed) begin with one of these, and no other family's do. */
  prefixes: readonly string[];
  /** What begins a message of it for certain, on a line without a stamp too; undefined when nothing does. */
  start?: RegExp;
  /** True when the line, which is not indented, goes on with the message above it. */
  goesOn?(body: string, line: string): boolean;
  /** True of a line that it prints below one of its messages by itself; where it is not said, what goes on is such. */
  printsBelow?(line: string): boolean;
  /** True when a text that ends with this body has surely been cut. */
  isCut?(body: string): boolean;
  /** Reads one of its messages into events of the session; what it remembers stands in a memory of its own there. */
  read(entry: LogEntry, session: LogSession): void;
  /** Nothing more is said of events up to this line: it says of them what it knows, and forgets them. */
  settle?(session: LogSession, line: number): void;
  /** Real bodies that prove prefixes and reader. */
  samples: readonly string[];
}

/** A debug family is a family that is switched on and off: how to start its debugs, and how to undo exactly that. */
export interface DebugFamily extends Family {
  /** Exec commands that switch it on, in order. */
  on: readonly string[];
  /** Exec commands that switch off exactly what `on` switched on, in order; never `undebug all`. */
  off: readonly string[];
  /** What `show debugging` prints while it is on, one pattern for each command of `on`. */
  shown: readonly RegExp[];
}

/** Its debugs are narrowed to one peer by `debug crypto condition`: these alone are armed. */
export interface ConditionalFamily extends DebugFamily {
  isConditional: true;
}
