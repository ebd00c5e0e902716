/** The heard peer is the one whose packet sprang the trap: of a hub with several spokes the pair to judge, of a peer whose address changes its address. */
import { isDynamic, isSameAddress, readAddress } from '../ipsec/address.ts';
import type { Peer, Tunnel } from '../ipsec/peer.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Fetched } from './fetched.ts';

/** `…FLAPTRAP-7f3a9c01-WATCH: sprung by 198.51.100.1 (peer), let pass before: 0`: our own word, of whoever springs. */
const SPRUNG = /FLAPTRAP-(?<captureId>[0-9a-f]{8})-WATCH: sprung by (?<from>[0-9.]+) \(/;

export interface Heard {
  /** Undefined where nobody knows an end's address: whoever reads the bundle works the peers out. */
  tunnel: Tunnel | undefined;
  /** What a reader must know of it. */
  remarks: string[];
}

/** The tunnel that the bundle is about. */
export function heardTunnel(plan: Plan, fetched: Record<Side, Fetched>): Heard {
  const { spokes } = plan;
  if (spokes !== undefined) return heardSpoke(plan, spokes, springerAt(plan, fetched.a));
  const moving = SIDES.find((side) => isDynamic(plan.tunnel[side].address));
  return moving === undefined ? { tunnel: plan.tunnel, remarks: [] } : heardMoving(plan, moving, springerAt(plan, fetched[other(moving)]));
}

function heardSpoke({ tunnel }: Plan, spokes: readonly Peer[], from: string | undefined): Heard {
  const spoke = spokes.find(({ address, natAddress }) => isSameAddress(from, address) || isSameAddress(from, natAddress));
  if (spoke !== undefined) return { tunnel: { a: tunnel.a, b: peerOf(spoke) }, remarks: [] };
  const why = from === undefined ? 'no spoke has sprung the trap' : `the trap was sprung by ${from}, the address of no spoke`;
  return {
    tunnel,
    remarks: [`${why}: the bundle is taken to be about ${tunnel.b.name}; correct b in tunnel.yaml where it is about another`],
  };
}

function heardMoving({ tunnel }: Plan, moving: Side, from: string | undefined): Heard {
  const { name } = tunnel[moving];
  const address = readAddress(from);
  if (address === undefined)
    return { tunnel: undefined, remarks: [`which address ${name} had is not on record: the peers are worked out from the logs`] };
  return { tunnel: { ...tunnel, [moving]: { name, address } }, remarks: [`${name} had the address ${address} when the trap was sprung`] };
}

/** The last one, by the log of this router. */
function springerAt({ captureId }: Plan, { evidence }: Fetched): string | undefined {
  const logs = evidence.filter(({ name }) => name.endsWith('logging.txt')).map(({ bytes }) => bytes.toString('latin1'));
  const said = logs
    .flatMap((log) => [...log.matchAll(new RegExp(SPRUNG, 'g'))])
    .filter(({ groups }) => groups?.['captureId'] === captureId);
  return said.at(-1)?.groups?.['from'];
}

function peerOf({ name, address, natAddress }: Peer): Peer {
  return { name, address, ...(natAddress === undefined ? {} : { natAddress }) };
}
