/** A recorder keeps one session as it was, byte for byte but for its secrets, so that it can be replayed against the driver. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Edit, Redactor } from '../ios/redact/redactor.ts';
import type { Transcript } from './terminal.ts';

/** What was typed, and behind how many received bytes. */
export interface Sent {
  after: number;
  text: string;
}

export interface RecordedSession {
  raw: Buffer;
  sent: Sent[];
  /** Each command that was asked, and its answer line by line. */
  golden: string;
}

/** What was typed, and how many bytes had been heard before. */
interface Typed {
  after: number;
  text: string;
}

export class Recorder {
  readonly #redactor: Redactor;
  readonly #heard: Buffer[] = [];
  readonly #typed: Typed[] = [];
  readonly #answers: { command: string; answer: string }[] = [];
  #heardBytes = 0;

  /** `secrets` are removed wherever they stand; so is all that IOS prints of such. */
  constructor(secrets: readonly (string | undefined)[] = []) {
    this.#redactor = new Redactor({ secrets: secrets.flatMap(asHeard) });
  }

  readonly onTranscript: Transcript = ({ direction, bytes }) => {
    if (direction === 'sent') this.#typed.push({ after: this.#heardBytes, text: bytes.toString('utf8') });
    else {
      this.#heard.push(bytes);
      this.#heardBytes += bytes.length;
    }
  };

  readonly onAnswer = (command: string, answer: string): void => {
    this.#answers.push({ command, answer });
  };

  /** The whole of it is redacted at once: a key may come in pieces, and over several pages. */
  finish(): RecordedSession {
    const heard = Buffer.concat(this.#heard).toString('latin1');
    const edits = this.#redactor.edits(heard);
    const sent = this.#typed.map(({ after, text }) => ({ after: movedBy(edits, after), text: this.#redactor.redact(text) }));
    const golden = this.#answers.map(({ command, answer }) => printAnswer(this.#redactor.redact(command), this.#redactor.redact(answer)));
    return { raw: Buffer.from(applied(edits, heard), 'latin1'), sent, golden: golden.join('') };
  }
}

/** A secret as a terminal gives it, each byte a character, and as it was written. */
function asHeard(secret: string | undefined): string[] {
  return secret === undefined || secret === '' ? [] : [secret, Buffer.from(secret, 'utf8').toString('latin1')];
}

function applied(edits: readonly Edit[], text: string): string {
  let at = 0;
  const pieces = edits.flatMap(({ start, end, token }) => {
    const before = text.slice(at, start);
    at = end;
    return [before, token];
  });
  return pieces.join('') + text.slice(at);
}

/** Where an offset of the original stands now; one inside a secret stands behind its token. */
function movedBy(edits: readonly Edit[], offset: number): number {
  let moved = offset;
  for (const { start, end, token } of edits) {
    if (start >= offset) break;
    moved += token.length - (Math.min(end, offset) - start);
  }
  return moved;
}

/** `> show clock` and the lines of its answer, each behind `| `. */
export function printAnswer(command: string, answer: string): string {
  return `> ${command}\n${answer
    .split('\n')
    .map((line) => `| ${line}`.trimEnd())
    .join('\n')}\n`;
}

/** Readable for its owner alone, also where the folder was there or a mask says otherwise. */
export function makeRecordFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

export function saveSession(folder: string, { raw, sent, golden }: RecordedSession): void {
  makeRecordFolder(folder);
  const typed = `[\n${sent.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`;
  for (const [name, content] of Object.entries({ 'raw.txt': raw, 'sent.json': typed, 'golden.txt': golden })) {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    chmodSync(path, 0o600);
  }
}
