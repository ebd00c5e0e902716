/** Commands that show what NHRP knows; a router without a DMVPN has nothing to say. [C forms] samples show-nhrp, show-dmvpn */
import type { Router } from '../router.ts';
import type { Nhrp, NhrpEntry } from '../tunnel-view.ts';
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

const LEGEND = [
  'Legend: Attrb --> S - Static, D - Dynamic, I - Incomplete',
  '        N - NATed, L - Local, X - No Socket',
  '        T1 - Route Installed, T2 - Nexthop-override',
  '        C - CTS Capable',
  '        # Ent --> Number of NHRP entries with same NBMA peer',
  '        NHS Status: E --> Expecting Replies, R --> Responding, W --> Waiting',
  '        UpDn Time --> Up or Down Time for a Tunnel',
  '==========================================================================',
  '',
];

function showIpNhrp({ entries }: Nhrp, nowMs: number): string {
  return entries
    .flatMap(({ address, nbma, createdAtMs, expiresAtMs }) => [
      `${address}/32 via ${address}`,
      `   Tunnel0 created ${spanOf(nowMs - createdAtMs)}, ${expiresAtMs === undefined ? 'never expire' : `expire ${spanOf(expiresAtMs - nowMs)}`}`,
      `   Type: ${expiresAtMs === undefined ? 'static, Flags: used' : 'dynamic, Flags: unique registered used'}`,
      `   NBMA address: ${nbma}`,
    ])
    .join('\n');
}

/** Without entries nothing follows the legend. [C] */
function showDmvpn({ role, entries }: Nhrp, nowMs: number): string {
  if (entries.length === 0) return LEGEND.join('\n');
  return [
    ...LEGEND,
    'Interface: Tunnel0, IPv4 NHRP Details ',
    `Type:${role}, NHRP Peers:${entries.length}, `,
    '',
    ' # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb',
    ' ----- --------------- --------------- ----- -------- -----',
    ...entries.map((entry) => rowOf(entry, nowMs)),
  ].join('\n');
}

/** The columns of `detail` are believed, as are the lines above them. [B] */
function showDmvpnDetail({ role, entries }: Nhrp, nowMs: number): string {
  if (entries.length === 0) return LEGEND.join('\n');
  return [
    ...LEGEND,
    `Type:${role}, Total NBMA Peers (v4/v6): ${entries.length}`,
    '',
    '# Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb    Target Network',
    '----- --------------- --------------- ----- -------- ----- -----------------',
    ...entries.map((entry) => `${rowOf(entry, nowMs).slice(1)}${`${entry.address}/32`.padStart(18)}`),
  ].join('\n');
}

function rowOf({ nbma, address, state, createdAtMs, expiresAtMs }: NhrpEntry, nowMs: number): string {
  const attribute = expiresAtMs === undefined ? 'S' : 'D';
  return `     1 ${nbma.padEnd(15)} ${address.padStart(15)} ${state.padStart(5)} ${spanOf(nowMs - createdAtMs)} ${attribute.padStart(5)}`;
}

/** `00:03:10`; a day and more as `3d04h`. [C] */
function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  if (hours >= 24) return `${Math.floor(hours / 24)}d${String(hours % 24).padStart(2, '0')}h`.padStart(8);
  return [hours, Math.floor((seconds % 3600) / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
