/** An outlet writes to a stream for as long as it takes anything: a closed pipe, a lost terminal or a full disk ends the output, not the work. */
import type { Writable } from 'node:stream';

export type Sink = Writable & { isTTY?: boolean };

export interface Outlet {
  write(text: string): void;
  /** Settles when all that was written is handed over or lost. */
  whyLost(): Promise<string | undefined>;
}

export function openOutlet(stream: Sink): Outlet {
  let lost: string | undefined;
  const lose = (error: unknown): void => {
    lost ??= codeOf(error);
  };
  stream.on('error', lose);
  const write = (text: string, done?: () => void): void => {
    if (lost !== undefined) return done?.();
    try {
      stream.write(text, (error) => {
        if (error) lose(error);
        done?.();
      });
    } catch (error) {
      lose(error);
      done?.();
    }
  };
  return {
    write: (text) => write(text),
    whyLost: async () => {
      await new Promise<void>((resolve) => write('', resolve));
      return lost;
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
