/** The ISAKMP ledger is where one end writes its IKEv1, in the words of its platform. */
import type { Host } from '../host.ts';
import { Ledger } from '../ledger.ts';
import { type Wording, wordingOf } from './wording.ts';

export class IsakmpLedger extends Ledger {
  readonly wording: Wording;

  constructor(router: Host, remote: () => string) {
    super(router, remote);
    this.wording = wordingOf(router.spec);
  }

  /** `ISAKMP:(1001):text`, one line each. */
  isakmp(connId: number, ...texts: string[]): void {
    for (const text of this.#reworded(texts)) this.write('crypto isakmp', this.wording.isakmp(connId, text));
  }

  /** `ISAKMP: text`, one line each. */
  plain(...texts: string[]): void {
    for (const text of this.#reworded(texts)) this.write('crypto isakmp', this.wording.plain(text));
  }

  /** Eight blanks and no prefix: lines of a block that 12.4 stamps one by one. [C] */
  bare(...texts: string[]): void {
    for (const text of texts) this.write('crypto isakmp', `        ${text}`);
  }

  packet(connId: number, text: string): void {
    this.write('crypto isakmp', this.wording.packet(connId, text));
  }

  error(connId: number, text: string): void {
    this.write('crypto isakmp', this.wording.error(connId, text));
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

  /** As this platform prints a message id. */
  id(messageId: number): string {
    return this.wording.messageId(messageId);
  }

  protected override reword(text: string): string | undefined {
    return this.wording.reword(text);
  }

  #reworded(texts: readonly string[]): string[] {
    return texts.flatMap((text) => this.wording.reword(text) ?? []);
  }
}
