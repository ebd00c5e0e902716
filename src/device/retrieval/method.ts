/** A retrieval method is one way in which the bytes of a file come from a router over a connection of their own. */
import type { Session } from '../ssh.ts';

export interface RetrievalMethod {
  title: string;
  /** True when a broken transfer may go on where it ended. */
  canResume: boolean;
  /**
   * Gives the file piece by piece from `from` on, and returns its size as the router says it.
   * Throws `MethodRefusedError` when the router does not serve this method at all; anything else is this file's own failure.
   */
  read(session: Session, path: string, request: ReadRequest): Promise<number>;
}

export interface ReadRequest {
  /** Bytes that are here already; 0 where the method cannot resume. */
  from: number;
  idleMs: number;
  /** As the router says it now, before the first byte; throws when it is not what was listed. */
  announce(sizeBytes: number): void;
  take(piece: Buffer): void;
}

/** The router does not serve this method: no use trying it for another file. */
export class MethodRefusedError extends Error {}
