/** Whom a host name means is learnt from the addresses in the messages before which it stands. */
import type { Address } from '../../ipsec/address.ts';
import type { Side } from '../../ipsec/side.ts';
import { isOutside, isUnlike } from './another-router.ts';
import { endsOf } from './ends.ts';
import type { Page } from './page.ts';
import { hostsBefore, type Speakers, sideByAddress, sideOf } from './speaker.ts';

interface Heard {
  sides: Set<Side>;
  /** It calls an end's address its own. */
  isEnd: boolean;
  /** It calls an address its own that is of neither end. */
  isElsewhere: boolean;
  /** An address of that kind that no NAT gives. */
  outside: Address | undefined;
}

/** A name that speaks for both sides means nobody. */
export function learnHosts(pages: readonly Page[], speakers: Speakers): Map<string, Side> {
  const heard = hear(pages, speakers);
  const proven = new Set([...heard.values()].flatMap(({ sides, isEnd }) => (isEnd && sides.size === 1 ? [...sides] : [])));
  const learnt = new Map(speakers);
  for (const [host, { sides, isEnd, isElsewhere, outside }] of heard) {
    const [side] = sides;
    // Another router of the same peer: behind a NAT an end has an address that the tunnel does not name, but then no host has the one it names.
    const isAnother =
      side !== undefined &&
      isElsewhere &&
      !isEnd &&
      (proven.has(side) || (outside !== undefined && isUnlike(host, side, { own: outside, speakers })));
    if (side !== undefined && sides.size === 1 && !isAnother && !speakers.has(host)) learnt.set(host, side);
  }
  return learnt;
}

function hear(pages: readonly Page[], speakers: Speakers): Map<string, Heard> {
  const heard = new Map<string, Heard>();
  for (const line of pages.flatMap(({ lines }) => lines)) {
    const side = sideByAddress(line, speakers);
    if (side === undefined) continue;
    const { own } = endsOf(line);
    const isEnd = sideOf(own, speakers) !== undefined;
    for (const host of hostsBefore(line)) {
      const known = heard.get(host) ?? { sides: new Set(), isEnd: false, isElsewhere: false, outside: undefined };
      known.sides.add(side);
      const outside = known.outside ?? (isOutside(own, speakers) ? own : undefined);
      const isElsewhere = known.isElsewhere || (own !== undefined && !isEnd);
      heard.set(host, { ...known, isEnd: known.isEnd || isEnd, isElsewhere, outside });
    }
  }
  return heard;
}
