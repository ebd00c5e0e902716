/** Other messages of an unknown SPI are of other tunnels of the same router, of an unknown sender, or old: no incident here, and no reason to say nothing of them. */
import { other, SIDES } from '../ipsec/side.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** A hub has many. */
const NAMED_MAX = 6;

/** A sentence for each router that logged an unknown SPI of another tunnel. */
export function sayOtherTunnels({ recordings, tunnel }: Pick<Verdict, 'recordings' | 'tunnel'>): string[] {
  return SIDES.flatMap((side) => {
    const { others = [] } = recordings[side];
    const named = others.slice(0, NAMED_MAX).map(({ source, spi }) => `${spi} from ${source}`);
    const more = others.length > NAMED_MAX ? ` and ${others.length - NAMED_MAX} more` : '';
    return named.length === 0
      ? []
      : [
          `${tunnel[side].name} also logged an unknown SPI of another tunnel, ${named.join(', ')}${more}: judge that tunnel by itself, with a tunnel.yaml that names it.`,
        ];
  });
}

/** What happened long before is told, and not judged. */
export function sayOld({ recordings, tunnel }: Pick<Verdict, 'recordings' | 'tunnel'>): string[] {
  return SIDES.flatMap((side) => {
    const count = recordings[side].oldInvalidSpis;
    return count === 0
      ? []
      : [`${tunnel[side].name}: ${sayMessages(count)}, older than this capture by months or years: no incident of it.`];
  });
}

/** Messages that were taken for another tunnel's are named: their source may be the peer's own. */
export function sayStrangers({ recordings, tunnel }: Pick<Verdict, 'recordings' | 'tunnel'>): string[] {
  return SIDES.flatMap((side) => {
    const { strangers, foreignInvalidSpis } = recordings[side];
    const more = strangers.length > NAMED_MAX ? ` and ${strangers.length - NAMED_MAX} more` : '';
    const from = `${strangers.slice(0, NAMED_MAX).join(', ')}${more}`;
    return strangers.length === 0
      ? []
      : [
          `${tunnel[side].name}: ${sayMessages(foreignInvalidSpis)} from ${from}, no address of this tunnel: a NAT address of ${tunnel[other(side)].name}? Then tunnel.yaml takes it as natAddress, or the name that it gives in IKE as identity.`,
        ];
  });
}

function sayMessages(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'} of an unknown SPI`;
}
