/** A terminal is how a session looks to whoever types: echo, type-ahead, pager, and log lines in between when they are wanted. */
import type { ServerChannel } from 'ssh2';
import type { Fault } from './fault.ts';
import { Keys } from './keys.ts';
import type { Router } from './router.ts';
import type { Session } from './session.ts';
import { makeVoice } from './voice.ts';

const CTRL_C = '\x03';
const CTRL_Z = '\x1a';
const PAGER = ' --More-- ';
/** As widely captured. [L] */
const WIPE_PAGER = `${'\b'.repeat(PAGER.length)}${' '.repeat(PAGER.length)}${'\b'.repeat(PAGER.length)}`;

export interface Seat {
  session: Session;
  router: Router;
  fault: Fault;
  /** Cuts the connection off. */
  cut(): void;
}

/** Reads the line like a router: what is typed ahead waits unechoed until the command before it is done. */
export async function serve(channel: ServerChannel, { session, router, fault, cut }: Seat): Promise<void> {
  const keys = new Keys(channel);
  const { say, flush } = makeVoice(channel, { session, cut }, fault.makeOutput?.());
  const watch = { isWatching: () => session.isMonitoring, hear: (lines: string) => say(`\n${lines}\n`) };
  router.log.watchers.add(watch);
  channel.once('close', () => router.log.watchers.delete(watch));
  say(`${router.spec.banner ?? ''}\n${session.prompt}`);
  let line = new TypedLine(session);
  for (let key = await keys.next(); key !== undefined; key = keys.take() ?? (await keys.next())) {
    if (key === '\r') {
      say('\n');
      const output = (await fault.onLine?.(line.text, session, router, channel)) ?? (await session.execute(line.text));
      await page(output, session, keys, say);
      if (!session.isOpen) break;
      say(session.prompt);
      line = new TypedLine(session);
    } else if (key === '\x7f' || key === '\b') {
      say(line.erase());
    } else if (key === CTRL_C || key === CTRL_Z) {
      session.leaveConfiguration();
      say(`\n${session.prompt}`);
      line = new TypedLine(session);
    } else if (key >= ' ') {
      say(line.add(key));
    }
  }
  await keys.end();
  flush();
  session.close();
  channel.end();
}

async function page(output: string, session: Session, keys: Keys, say: (text: string) => void): Promise<void> {
  if (output === '') return;
  const lines = output.replace(/\n$/, '').split('\n');
  if (session.pageLines === 0 || lines.length < session.pageLines) {
    say(`${lines.join('\n')}\n`);
    return;
  }
  for (let at = 0; at < lines.length; at += session.pageLines - 1) {
    say(`${lines.slice(at, at + session.pageLines - 1).join('\n')}\n`);
    if (at + session.pageLines - 1 >= lines.length) return;
    say(PAGER);
    const key = await keys.next();
    say(WIPE_PAGER);
    if (key === 'q' || key === undefined) return;
  }
}

/** How much a shift makes room for: the real figure is not known. [B] */
const SHIFT_COLUMNS = 20;

/** What stands behind the prompt and how it is echoed: a line that outgrows the terminal is shifted to the left, with a `$`. */
class TypedLine {
  text = '';
  /** What of it is to be seen. */
  #shown = '';
  readonly #session: Session;
  readonly #promptColumns: number;

  constructor(session: Session) {
    this.#session = session;
    this.#promptColumns = session.prompt.length;
  }

  /** What goes to the terminal for one more character. */
  add(key: string): string {
    this.text += key;
    if (this.#session.isSecret) return '';
    const { columns } = this.#session;
    if (columns === 0 || this.#promptColumns + this.#shown.length + 1 < columns) {
      this.#shown += key;
      return key;
    }
    const before = this.#shown.length;
    const room = Math.max(1, columns - this.#promptColumns - SHIFT_COLUMNS);
    this.#shown = `$${this.text.slice(-room)}`;
    const blanks = Math.max(0, before - this.#shown.length);
    return `${'\b'.repeat(before)}${this.#shown}${' '.repeat(blanks)}${'\b'.repeat(blanks)}`;
  }

  /** The same for one less. */
  erase(): string {
    if (this.text === '') return '';
    this.text = this.text.slice(0, -1);
    if (this.#shown === '') return '';
    this.#shown = this.#shown.slice(0, -1);
    return '\b \b';
  }
}
