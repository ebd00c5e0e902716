/** Checking kinds finds peers that are half ours: a router to log in to has host and login, a peer that is not ours has neither and a vendor. */
import { SIDES } from '../ipsec/side.ts';
import type { Mistake } from './mistake.ts';

/** What says where and how to log in, and what only a router of ours is asked. */
const OURS = ['host', 'login', 'port', 'jumpHosts', 'legacyAlgorithms', 'platform', 'vrf', 'frontVrf', 'interface'];
const KINDS = 'a router of ours has host and login; a peer that is not ours has neither, and vendor: asa, fortios, junos, ... or other';

/** Of a document as it was written, whatever its form. */
export function checkKinds(written: unknown): Mistake[] {
  const tunnel = keysOf(keysOf(written)['tunnel']);
  return SIDES.flatMap((side) => {
    const peer = tunnel[side];
    if (Array.isArray(peer)) return peer.flatMap((spoke: unknown, index) => checkSpoke(['tunnel', side, index], keysOf(spoke)));
    return typeof peer !== 'object' || peer === null ? [] : checkKind(['tunnel', side], keysOf(peer));
  });
}

function checkKind(path: string[], peer: Record<string, unknown>): Mistake[] {
  const has = (key: string): boolean => peer[key] !== undefined;
  const ours = OURS.filter(has);
  const [first] = ours;
  const place = path.join('.');
  if (has('vendor') && first !== undefined)
    return [
      {
        path: [...path, first],
        summary: `${place}: vendor says that this peer is not ours, and ${list(ours)} ${ours.length > 1 ? 'are' : 'is'} for a router of ours`,
        detail: `remove vendor, or remove ${list(ours)}`,
      },
    ];
  if (has('vendor') || (has('host') && has('login'))) return [];
  const missing = ['host', 'login'].filter((key) => !has(key));
  return missing.length === 2
    ? [{ path, summary: `${place}: neither host and login, nor vendor`, detail: KINDS }]
    : missing.map((key) => ({ path: [...path, key], summary: `${[...path, key].join('.')}: is missing`, detail: KINDS }));
}

/** Only the hub of a list is armed. */
function checkSpoke(path: (string | number)[], spoke: Record<string, unknown>): Mistake[] {
  const ours = OURS.filter((key) => spoke[key] !== undefined);
  const [first] = ours;
  if (first === undefined) return [];
  return [
    {
      path: [...path, first],
      summary: `${path.join('.')}: of a hub with a list of spokes the hub alone is armed, and ${list(ours)} ${ours.length > 1 ? 'are' : 'is'} for a router of ours`,
      detail: 'leave that out; to arm both ends, give this spoke a playbook of its own',
    },
  ];
}

function list(keys: readonly string[]): string {
  return keys.length > 1 ? `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}` : keys.join();
}

function keysOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
