/** An outlet writes to a stream for as long as it takes anything: a closed pipe, a lost terminal or a full disk ends the output, not the work. */
import type { Writable } from 'node:stream';

/** `_handle`: how Node writes to a terminal. */
export type Sink = Writable & { isTTY?: boolean; columns?: number; rows?: number; _handle?: { setBlocking?(isBlocking: boolean): void } };

/** A terminal that takes nothing (Ctrl-S, a laptop asleep behind SSH) may be this far behind; what is told after that is lost. */
const BEHIND_BYTES = 1024 * 1024;

export interface Outlet {
  write(text: string): void;
  /** The same, but not worth the memory when nobody takes it. */
  mention(text: string): void;
  /** Settles when all that was written is handed over or lost. */
  whyLost(): Promise<string | undefined>;
}

export function openOutlet(stream: Sink): Outlet {
  let lost: string | undefined;
  const lose = (error: unknown): void => {
    lost ??= codeOf(error);
  };
  stream.on('error', lose);
  // Node waits in each write to a terminal: one that takes nothing would stop the whole capture. [C Node: A note on process I/O]
  if (stream.isTTY === true) attempt(() => stream._handle?.setBlocking?.(false), lose);
  const write = (text: string, done?: () => void): void => {
    const settle = (error?: unknown): void => {
      if (error) lose(error);
      done?.();
    };
    if (lost === undefined) attempt(() => stream.write(text, settle), settle);
    else settle();
  };
  return {
    write: (text) => write(text),
    mention: (text) => {
      if (stream.writableLength < BEHIND_BYTES) write(text);
    },
    whyLost: async () => {
      await new Promise<void>((resolve) => write('', resolve));
      return lost;
    },
  };
}

/** Some streams throw where others call back. */
function attempt(act: () => void, fail: (error: unknown) => void): void {
  try {
    act();
  } catch (error) {
    fail(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
