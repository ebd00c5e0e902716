/** What is spoken in a page are its messages, each with the names before it, and the side that its addresses tell. */
import { EnvelopeReader } from '../../ios/log/envelope-reader.ts';
import type { Side } from '../../ipsec/side.ts';
import { hostsBefore, type Speakers, sideByAddress } from './speaker.ts';

/** A message with its lines, by their places. */
export interface Spoken {
  from: number;
  to: number;
  hosts: string[];
  isPrompt: boolean;
  byAddress: Side | undefined;
}

export function spokenIn(lines: readonly string[], speakers: Speakers): Spoken[] {
  const spoken: Spoken[] = [];
  const envelopes = new EnvelopeReader();
  lines.forEach((line, at) => {
    const read = envelopes.read(line);
    const hosts = hostsBefore(line, read);
    const isPrompt = hosts.length > 0 && !read.isHead;
    const last = spoken.at(-1);
    if (!isPrompt && last !== undefined && !read.isHead) {
      last.to = at + 1;
      last.byAddress ??= last.isPrompt ? undefined : sideByAddress(line, speakers);
    } else spoken.push({ from: at, to: at + 1, hosts, isPrompt, byAddress: sideByAddress(line, speakers) });
  });
  return spoken;
}

/** Where a name that is known stands among the words before a message of the page. */
export function slotsOf(spoken: readonly Spoken[], isKnown: (host: string) => boolean): Set<number> {
  return new Set(spoken.flatMap(({ hosts, isPrompt }) => (isPrompt ? [] : hosts.flatMap((host, slot) => (isKnown(host) ? [slot] : [])))));
}
