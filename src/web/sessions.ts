/** Sessions are who has come in by a browser: remembered in this process alone, by the hash of what the cookie holds. */
import { randomBytes } from 'node:crypto';
import { hashOf, type Person } from './access.ts';

export interface Session extends Person {
  /** Stands in each form; whoever cannot read a page cannot send one. */
  csrf: string;
  endsAtMs: number;
}

/** A working day. */
const SESSION_MS = 12 * 3600 * 1000;
/** Beyond this the oldest is forgotten. */
const SESSIONS_MAX = 1000;

export class Sessions {
  readonly #byHash = new Map<string, Session>();

  /** Gives what the cookie holds; it is known to the browser alone. */
  open({ name, role }: Person, nowMs: number): { id: string; session: Session } {
    const id = randomBytes(32).toString('base64url');
    const session = { name, role, csrf: randomBytes(24).toString('base64url'), endsAtMs: nowMs + SESSION_MS };
    const oldest = this.#byHash.size >= SESSIONS_MAX ? this.#byHash.keys().next().value : undefined;
    if (oldest !== undefined) this.#byHash.delete(oldest);
    this.#byHash.set(hashOf(id), session);
    return { id, session };
  }

  find(id: string, nowMs: number): Session | undefined {
    const hash = hashOf(id);
    const session = this.#byHash.get(hash);
    if (session === undefined || session.endsAtMs > nowMs) return session;
    this.#byHash.delete(hash);
    return undefined;
  }

  close(id: string): void {
    this.#byHash.delete(hashOf(id));
  }
}
