/** The evidence sets that a playbook may name, by id. */
import type { Evidence } from './evidence.ts';
import { dataPlane, ha } from './of-the-router.ts';
import { core, dmvpn, ikev2, nat } from './of-the-tunnel.ts';

export const EVIDENCE = { core, 'data-plane': dataPlane, dmvpn, ha, ikev2, nat } as const satisfies Record<string, Evidence>;
export type EvidenceId = keyof typeof EVIDENCE;
