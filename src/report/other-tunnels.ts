/** Other tunnels of the same router may flap too: no incident here, and no reason to say nothing of them. */
import { SIDES } from '../ipsec/side.ts';
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
