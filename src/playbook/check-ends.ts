/** Checking ends finds what cannot be armed where one end's address changes, or where one router is the hub of several spokes. */
import { isDynamic, isSameAddress } from '../ipsec/address.ts';
import { other, SIDES } from '../ipsec/side.ts';
import { whyNobodys } from './check-addresses.ts';
import type { Mistake } from './mistake.ts';
import { recordLine } from './off-commands.ts';
import { endsOfPlan } from './plan.ts';
import { conditionsOf, type Playbook, remotesOf } from './playbook.ts';

/** Believed to be cut behind it. [B] eem.md 8 */
const LINE_CHARACTERS_MAX = 254;
/** What traces of IOS XE add, which nobody knows before the router is asked. */
const TRACE_MARKS = ' rec-trace-ipsec rec-trace-ikev2';

export function checkEnds(playbook: Playbook): Mistake[] {
  return [...checkDynamic(playbook), ...checkSpokes(playbook)];
}

function checkDynamic(playbook: Playbook): Mistake[] {
  const { tunnel, packets, spokes } = playbook;
  const moving = SIDES.filter((side) => isDynamic(tunnel[side].address));
  const [side] = moving;
  const inList = spokes.length > 0 ? remotesOf(playbook, 'a').filter(({ address }) => isDynamic(address)) : [];
  if (inList.length > 0)
    return inList.map(({ name }) => ({
      path: ['tunnel', 'b'],
      summary: `${name} has an address that changes: debugs that are limited to the other spokes record nothing of it`,
      detail: 'give it a playbook of its own, or write the address that it has now',
    }));
  if (side === undefined) return [];
  const path = ['tunnel', side, 'address'];
  const { name, natAddress } = tunnel[side];
  if (moving.length > 1) return [{ path, summary: 'the addresses of both ends change: neither could find the other' }];
  const facing: string = tunnel[other(side)].address;
  const mistakes: (Mistake | false)[] = [
    facing.includes(':') && {
      path,
      summary: 'address: dynamic is for IPv4: how a message about IPv6 names its sender is not known for certain',
      detail: 'write the address that it has now',
    },
    natAddress !== undefined && {
      path: ['tunnel', side, 'natAddress'],
      summary: `${name} has an address that changes: by which it is seen nobody knows`,
    },
    packets !== false && {
      path: ['packets'],
      summary: `a ring of packets takes those between two addresses, and that of ${name} changes`,
      detail: 'packets: false',
    },
  ];
  return mistakes.filter((mistake) => mistake !== false);
}

function checkSpokes(playbook: Playbook): Mistake[] {
  const { spokes, packets, tunnel } = playbook;
  if (spokes.length === 0) return [];
  const all = [tunnel.a, ...remotesOf(playbook, 'a')];
  const path = ['tunnel', 'b'];
  const twins = all.flatMap((peer, index) =>
    all
      .slice(0, index)
      .filter((each) => each.name.toLowerCase() === peer.name.toLowerCase() || isSameAddress(each.address, peer.address))
      .map((twin) => ({ path, summary: `${twin.name} (${twin.address}) and ${peer.name} (${peer.address}) have one name or one address` })),
  );
  // The first one is told of by the checks of a pair.
  const told = twins.filter(({ summary }) => !summary.startsWith(`${tunnel.a.name} (${tunnel.a.address}) and ${tunnel.b.name} (`));
  const impossible = spokes.flatMap(({ name, address }) => {
    const why = whyNobodys(address);
    return why === undefined ? [] : [{ path, summary: `${name}: ${address} ${why}` }];
  });
  return [
    ...told,
    ...impossible,
    ...(packets === false
      ? []
      : [
          {
            path: ['packets'],
            summary: 'a ring of packets takes those of one pair, and this hub has several spokes',
            detail: 'packets: false',
          },
        ]),
    ...tooMany(playbook),
  ];
}

/** REC says in one line what is recorded, a mark for each condition: by it another capture on the hub knows what must stay. */
function tooMany(playbook: Playbook): Mistake[] {
  const ends = endsOfPlan(playbook, 'a');
  const conditions = conditionsOf(playbook, 'a');
  const lengthOf = (remotes: readonly string[]): number =>
    ` description ${recordLine({ playbook, captureId: '00000000', leaseEndsAt: new Date(0).toISOString(), ends, remotes, traces: [] })}${TRACE_MARKS}`
      .length;
  if (lengthOf(conditions) <= LINE_CHARACTERS_MAX) return [];
  const most = conditions.findIndex((_each, index) => lengthOf(conditions.slice(0, index + 1)) > LINE_CHARACTERS_MAX);
  return [
    {
      path: ['tunnel', 'b'],
      summary: `${conditions.length} spokes do not fit into one capture of ${playbook.tunnel.a.name}: ${most} do`,
      detail: 'write the others into a second playbook: two captures stand beside each other on one router',
    },
  ];
}
