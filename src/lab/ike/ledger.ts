/** A ledger is where one end writes the debugs of its tunnel: here those of the IPsec engine, which are the same under both versions of IKE. */
import type { Host } from './host.ts';

export class Ledger {
  readonly router: Host;
  /** The peer whose condition must match. */
  readonly #remote: () => string;

  constructor(router: Host, remote: () => string) {
    this.router = router;
    this.#remote = remote;
  }

  ipsec(...texts: string[]): void {
    for (const text of texts) this.write('crypto ipsec', this.reword(text));
  }

  write(what: string, text: string | undefined): void {
    if (text !== undefined) this.router.debug(what, this.#remote(), text);
  }

  /** A line as this release writes it; undefined where it writes none. */
  protected reword(text: string): string | undefined {
    return text;
  }
}
