/** A recorder keeps one session as it was, byte for byte but for its secrets, so that it can be replayed against the driver. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeSecrets } from '../ios/secrets.ts';
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

interface Exchange {
  typed: string;
  heard: Buffer[];
}

export class Recorder {
  readonly #secrets: readonly string[];
  readonly #exchanges: Exchange[] = [{ typed: '', heard: [] }];
  readonly #answers: string[] = [];

  /** `secrets` are removed wherever they stand; so is all that IOS configuration holds of such. */
  constructor(secrets: readonly (string | undefined)[] = []) {
    this.#secrets = secrets.filter((secret) => secret !== undefined && secret !== '') as string[];
  }

  readonly onTranscript: Transcript = ({ direction, bytes }) => {
    if (direction === 'received') this.#exchanges.at(-1)?.heard.push(bytes);
    else this.#exchanges.push({ typed: bytes.toString('utf8'), heard: [] });
  };

  readonly onAnswer = (command: string, answer: string): void => {
    this.#answers.push(printAnswer(command, this.#withoutSecrets(answer)));
  };

  finish(): RecordedSession {
    const raw: Buffer[] = [];
    const sent: Sent[] = [];
    let after = 0;
    for (const { typed, heard } of this.#exchanges) {
      if (typed !== '') sent.push({ after, text: typed });
      const bytes = Buffer.from(this.#withoutSecrets(Buffer.concat(heard).toString('latin1')), 'latin1');
      raw.push(bytes);
      after += bytes.length;
    }
    return { raw: Buffer.concat(raw), sent, golden: this.#answers.join('') };
  }

  #withoutSecrets(text: string): string {
    return this.#secrets.reduce((current, secret) => current.replaceAll(secret, '<removed>'), removeSecrets(text));
  }
}

/** `> show clock` and the lines of its answer, each behind `| `. */
export function printAnswer(command: string, answer: string): string {
  return `> ${command}\n${answer
    .split('\n')
    .map((line) => `| ${line}`.trimEnd())
    .join('\n')}\n`;
}

export function saveSession(folder: string, { raw, sent, golden }: RecordedSession): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'raw.txt'), raw);
  writeFileSync(join(folder, 'sent.json'), `[\n${sent.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`);
  writeFileSync(join(folder, 'golden.txt'), golden);
}
