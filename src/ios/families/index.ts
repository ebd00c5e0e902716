/** The debug families that flaptrap can switch on and read, by id. */
import type { DebugFamily } from './family.ts';
import { ikev2 } from './ikev2/ikev2.ts';
import { ipsec } from './ipsec/ipsec.ts';
import { isakmp } from './isakmp/isakmp.ts';
import { nhrp } from './nhrp.ts';
import { pki } from './pki.ts';

export const DEBUGS = {
  ikev2,
  ipsec,
  isakmp,
  nhrp,
  pki,
} as const satisfies Record<string, DebugFamily>;

/** Those that `debug crypto condition` narrows to one peer: only they are armed. */
export const CONDITIONAL_DEBUGS = ['ikev2', 'ipsec', 'isakmp'] as const satisfies readonly (keyof typeof DEBUGS)[];
