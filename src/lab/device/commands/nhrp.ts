/** Commands that show what NHRP knows; a router without a DMVPN has nothing to say. */
import { type Nhrp, showDmvpn, showDmvpnDetail, showIpNhrp } from '../nhrp.ts';
import type { Router } from '../router.ts';
import type { Command } from './command.ts';

export const NHRP_COMMANDS: readonly Command[] = [
  {
    words: 'show dmvpn [detail]',
    privilege: 1,
    run: (router, _values, _session, options) => shown(router, options.has('detail') ? showDmvpnDetail : showDmvpn),
  },
  { words: 'show ip nhrp [detail]', privilege: 1, run: (router) => shown(router, showIpNhrp) },
];

function shown(router: Router, show: (nhrp: Nhrp, nowMs: number) => string): string {
  return router.nhrp === undefined ? '' : show(router.nhrp, router.now());
}
