/** An open entry is the message whose lines are still coming: its text and body are made only for whoever asks for them. */
import type { Family } from '../families/family.ts';
import type { LogEntry, LogLine } from './entry.ts';
import type { Stamp } from './stamp.ts';

/** One serves for all messages of a log, one behind the other: nobody keeps it. */
export class OpenEntry implements LogEntry {
  line = 0;
  endLine = 0;
  stamp: Stamp | undefined;
  sequence: number | undefined;
  relay: string | undefined;
  /** Whose prefix its first line bears. */
  family: Family | undefined;
  /** The piece of the log's text in which its lines stand. */
  #source = '';
  #from = 0;
  #to = 0;
  #bodyAt = 0;
  #madeText: string | undefined;
  #madeBody: string | undefined;
  /** Where its indented lines begin and end. */
  #below: number[] = [];

  /** A first line that was read by itself. */
  begin({ stamp, sequence, relay, body }: LogLine, family: Family | undefined, text: string, line: number): void {
    this.stamp = stamp;
    this.sequence = sequence;
    this.relay = relay;
    this.family = family;
    this.line = line;
    this.endLine = line;
    this.#madeText = text;
    this.#madeBody = body;
    this.#forgetBelow();
  }

  /** A first line of which only the envelope was read, which has no relay's. */
  beginAt(source: string, from: number, bodyAt: number, to: number): void {
    this.#source = source;
    this.#from = from;
    this.#to = to;
    this.#bodyAt = bodyAt;
    this.relay = undefined;
    this.#madeText = undefined;
    this.#madeBody = undefined;
    this.#forgetBelow();
  }

  /** What its envelope says. */
  bear({ stamp, sequence, family }: Pick<OpenEntry, 'stamp' | 'sequence' | 'family'>): void {
    this.stamp = stamp;
    this.sequence = sequence;
    this.family = family;
  }

  get head(): Pick<LogLine, 'stamp' | 'sequence' | 'relay'> {
    return this;
  }

  get text(): string {
    this.#madeText ??= this.#source.slice(this.#from, this.#to);
    return this.#madeText;
  }

  get body(): string {
    this.#madeBody ??= this.#source.slice(this.#bodyAt, this.#to);
    if (this.#below.length > 0) this.#join();
    return this.#madeBody;
  }

  set body(body: string) {
    this.#forgetBelow();
    this.#madeBody = body;
  }

  /** The body of its first line, and of those below it that somebody has asked for. */
  get firstBody(): string {
    this.#madeBody ??= this.#source.slice(this.#bodyAt, this.#to);
    return this.#madeBody;
  }

  /** An indented line, which goes on with it. */
  goOn(source: string, from: number, to: number, line: number): void {
    this.#source = source;
    this.#below.push(from, to);
    this.endLine = line;
  }

  /** The piece of text is at its end: what was not asked for yet is made. */
  leave(): void {
    this.#madeText = this.text;
    this.#madeBody = this.body;
    this.#source = '';
  }

  #join(): void {
    const [below, source] = [this.#below, this.#source];
    let body = (this.#madeBody ?? '').trimEnd();
    for (let at = 0; at < below.length; at += 2) body += ` ${source.slice(below[at], below[at + 1]).trim()}`;
    this.#forgetBelow();
    this.#madeBody = body;
  }

  /** Most messages have nothing below them, and a list is emptied slower than made. */
  #forgetBelow(): void {
    if (this.#below.length > 0) this.#below = [];
  }
}
