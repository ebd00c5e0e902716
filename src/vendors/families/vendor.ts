/** A vendor is the maker of an end that is no IOS: how its log's lines are known, and what they say of IKE and its SAs, as events like those of IOS. */
import type { LogEntry } from '../../ios/log/entry.ts';
import type { LogSession } from '../../ios/log/session.ts';

/** One shape of line, and what it says. */
export interface Shape<Context> {
  pattern: RegExp;
  read(match: RegExpExecArray, context: Context): void;
}

/** The first shape that fits; a line that none fits says nothing that is read. */
export function readFirst<Context>(shapes: readonly Shape<Context>[], words: string, context: Context): void {
  for (const { pattern, read } of shapes) {
    const match = pattern.exec(words);
    if (match === null) continue;
    read(match, context);
    return;
  }
}

/** What a peer of this vendor would have to be asked for, in its own words, where the record does not decide. */
export interface VendorAsk {
  /** Which SAs it holds. */
  sas: string;
  /** What it says of IKE and of its SAs, at the level that shows both. */
  log: string;
  /** Its configuration of the tunnel. */
  configuration: string;
  /** Clears the SAs with the peer, so that both ends make new ones. */
  clear: string;
}

export interface Vendor {
  id: string;
  title: string;
  /** Where its own words begin, behind stamp, host and process; a line without them is not its. */
  start: RegExp;
  /** True when a line without a start goes on with the message above it. */
  goesOn?(line: string): boolean;
  read(entry: LogEntry, session: LogSession): void;
  /** Where a line names its own address, the group `own`, or its peer's, the group `peer`. */
  ends?: readonly RegExp[];
  /** True when it logs all the time at one level: what it does not say has not reached it. IOS prints while it is debugged. */
  isAlwaysLogging: boolean;
  /** Set where its log says nothing of ESP with an SPI that it does not know: what counts such packets instead, and what a log holds that says it all the same. */
  unknownSpi?: { counted: string; unless?: RegExp };
  ask: VendorAsk;
  /** Bodies as it prints them, that prove start and reader. */
  samples: readonly string[];
}
