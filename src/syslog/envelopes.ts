/** Envelopes of one router differ in their figures only: who printed a message is read once for each form, and of the others no more than the number. */
import { formOf, type Message, readMessage } from './message.ts';

/** `<189>29: `, and not the one that is filled up: `<189>000123: ` */
export const BEHIND_PRIORITY = /^<\d{1,3}>(?!0\d{5}: )(\d{1,10}): /;
const PERCENT = '%';
const FORMS_MAX = 20_000;

/** What the loss of a router is told from. */
export type Counted = Pick<Message, 'body' | 'host' | 'sent' | 'logged'>;

interface Form {
  host: string | undefined;
  /** True when all it counts is what was sent, right behind the priority. */
  isPlain: boolean;
}

export class Envelopes {
  readonly #forms = new Map<string, Form>();

  /** Of a message of no matter; undefined where it has to be read whole. */
  read(text: string): Counted | undefined {
    const bodyAt = text.indexOf(PERCENT);
    if (bodyAt === -1) return undefined;
    const prefix = text.slice(0, bodyAt);
    const key = formOf(prefix);
    if (key === undefined) return undefined;
    const form = this.#forms.get(key) ?? this.#learn(text, key, bodyAt);
    const sent = form.isPlain ? BEHIND_PRIORITY.exec(prefix)?.[1] : undefined;
    return sent === undefined ? undefined : { body: text.slice(bodyAt), host: form.host, sent: Number(sent), logged: undefined };
  }

  #learn(text: string, key: string, bodyAt: number): Form {
    const { isRead, body, host, sent, logged } = readMessage(text);
    const isWhole = isRead && body.length === text.length - bodyAt;
    const isBehindPriority = sent !== undefined && logged === undefined && BEHIND_PRIORITY.test(text);
    const form = { host, isPlain: isWhole && isBehindPriority };
    if (this.#forms.size >= FORMS_MAX) this.#forms.clear();
    this.#forms.set(key, form);
    return form;
  }
}
