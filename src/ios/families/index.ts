/** The families whose lines flaptrap reads, by id. */
import { engine } from './engine.ts';
import { eventTrace } from './event-trace.ts';
import type { Family } from './family.ts';
import { ikev2 } from './ikev2/ikev2.ts';
import { ipsec } from './ipsec/ipsec.ts';
import { isakmp } from './isakmp/isakmp.ts';
import { nhrp } from './nhrp.ts';
import { pki } from './pki.ts';

export const FAMILIES = {
  engine,
  'event-trace': eventTrace,
  ikev2,
  ipsec,
  isakmp,
  nhrp,
  pki,
} as const satisfies Record<string, Family>;
