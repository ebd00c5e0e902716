/** A typed line is what stands behind the prompt and how it is echoed: one that outgrows the terminal is shifted to the left, with a `$`. */
import type { Session } from './session.ts';

/** How much a shift makes room for: the real figure is not known. [B] */
const SHIFT_COLUMNS = 20;

export class TypedLine {
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
