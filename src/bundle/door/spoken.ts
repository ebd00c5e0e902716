/** What is spoken in a page are its messages, each with the names before it, and the side that its addresses tell. */
import { EnvelopeReader } from '../../ios/log/envelope-reader.ts';
import type { Side } from '../../ipsec/side.ts';
import { isOfAnother } from './another-router.ts';
import { hostsBefore, type Speakers, sideByAddress } from './speaker.ts';

/** A message with its lines, by their places. */
export interface Spoken {
  from: number;
  to: number;
  hosts: string[];
  isPrompt: boolean;
  byAddress: Side | undefined;
  /** By its name and its addresses it is of neither end. */
  isAnothers: boolean;
}

/** `called`: whose file it is said to be, where no name stands before a message. */
export function spokenIn(lines: readonly string[], speakers: Speakers, called?: string): Spoken[] {
  const spoken: Spoken[] = [];
  const envelopes = new EnvelopeReader();
  let before = called === undefined ? [] : [called];
  lines.forEach((line, at) => {
    const read = envelopes.read(line);
    const hosts = hostsBefore(line, read);
    const isPrompt = hosts.length > 0 && !read.isHead;
    if (isPrompt) before = hosts;
    const last = spoken.at(-1);
    if (isPrompt || last === undefined || read.isHead) {
      spoken.push({ from: at, to: at + 1, hosts, isPrompt, ...tellWhose(line, hosts.length > 0 ? hosts : before, speakers) });
      return;
    }
    last.to = at + 1;
    if (!last.isPrompt && last.byAddress === undefined && !last.isAnothers)
      Object.assign(last, tellWhose(line, last.hosts.length > 0 ? last.hosts : before, speakers));
  });
  return spoken;
}

function tellWhose(line: string, names: readonly string[], speakers: Speakers): Pick<Spoken, 'byAddress' | 'isAnothers'> {
  const isAnothers = isOfAnother(line, names, speakers);
  return { isAnothers, byAddress: isAnothers ? undefined : sideByAddress(line, speakers) };
}

/** Where a name that is known stands among the words before a message of the page. */
export function slotsOf(spoken: readonly Spoken[], isKnown: (host: string) => boolean): Set<number> {
  return new Set(spoken.flatMap(({ hosts, isPrompt }) => (isPrompt ? [] : hosts.flatMap((host, slot) => (isKnown(host) ? [slot] : [])))));
}
