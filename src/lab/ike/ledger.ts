/** A ledger is where one end writes the debugs of its tunnel, in the words of its platform. */
import type { Router } from '../router.ts';
import { type Wording, wordingOf } from './wording.ts';

export class Ledger {
  readonly wording: Wording;
  readonly #router: Router;
  /** The peer whose condition must match. */
  readonly #remote: () => string;

  constructor(router: Router, remote: () => string) {
    this.#router = router;
    this.#remote = remote;
    this.wording = wordingOf(router.spec);
  }

  /** `ISAKMP:(1001):text`, one line each. */
  isakmp(connId: number, ...texts: string[]): void {
    for (const text of this.#reword(texts)) this.#write('crypto isakmp', this.wording.isakmp(connId, text));
  }

  /** `ISAKMP: text`, one line each. */
  plain(...texts: string[]): void {
    for (const text of this.#reword(texts)) this.#write('crypto isakmp', this.wording.plain(text));
  }

  /** Eight blanks and no prefix: lines of a block that 12.4 stamps one by one. [C] */
  bare(...texts: string[]): void {
    for (const text of texts) this.#write('crypto isakmp', `        ${text}`);
  }

  packet(connId: number, text: string): void {
    this.#write('crypto isakmp', this.wording.packet(connId, text));
  }

  error(connId: number, text: string): void {
    this.#write('crypto isakmp', this.wording.error(connId, text));
  }

  /** Ends in a blank and an empty line, as raw samples of phase 1 do. [C] ike.md 2 */
  change(connId: number, input: string, from: string, to: string): void {
    this.isakmp(connId, `Input = ${input}`, `Old State = ${from}  New State = ${to} \n`);
  }

  /** The same of a quick mode. */
  changeNode(connId: number, messageId: number, input: string, from: string, to: string): void {
    this.isakmp(connId, `Node ${this.id(messageId)}, Input = ${input}`, `Old State = ${from}  New State = ${to}`);
  }

  newNode(messageId: number): void {
    this.plain(`set new node ${this.id(messageId)} to QM_IDLE      `);
  }

  ipsec(...texts: string[]): void {
    for (const text of this.#reword(texts)) this.#write('crypto ipsec', text);
  }

  /** As this platform prints a message id. */
  id(messageId: number): string {
    return this.wording.messageId(messageId);
  }

  #reword(texts: readonly string[]): string[] {
    return texts.flatMap((text) => this.wording.reword(text) ?? []);
  }

  #write(what: string, text: string): void {
    this.#router.debug(what, this.#remote(), text);
  }
}
