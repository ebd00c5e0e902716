/** Selectors are the two networks that a tunnel joins, as one end sees them. */
import type { Side } from '../../ipsec/side.ts';

export interface Selectors {
  /** `203.0.113.0/255.255.255.128` */
  mine: string;
  theirs: string;
  /** 47 where GRE alone is protected; all when left out. */
  protocol?: 47;
}

const NETWORKS: Readonly<Record<Side, string>> = { a: '203.0.113.0/255.255.255.128', b: '203.0.113.128/255.255.255.128' };

export function selectorsOf(side: Side): Selectors {
  return side === 'a' ? { mine: NETWORKS.a, theirs: NETWORKS.b } : { mine: NETWORKS.b, theirs: NETWORKS.a };
}
