/** Next YAML is the text of such a playbook: on top why it asks what it asks, then what must be filled in, then the playbook. */
import { isSameAddress } from '../ipsec/address.ts';
import type { CauseId } from '../ipsec/cause.ts';
import type { Peer, Tunnel } from '../ipsec/peer.ts';
import { bySide, other, SIDES, type Side } from '../ipsec/side.ts';
import { plainLine } from '../plain-text.ts';
import { printDuration } from '../playbook/duration.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { WHEN } from '../verdict/decide.ts';
import type { JudgedIncident } from '../verdict/verdict.ts';
import { type Ask, showsAsked } from './next-asks.ts';

/** One incident of which the verdict is not certain. */
export interface OpenQuestion extends Pick<JudgedIncident, 'spi' | 'receiver'> {
  cause: CauseId | 'unknown';
  confidence: JudgedIncident['cause']['confidence'];
  alternatives: CauseId[];
}

export interface NextNeeds {
  of: string;
  shipped: string;
  open: readonly OpenQuestion[];
  asks: readonly Ask[];
  tunnel: Tunnel;
  foreign: Foreign | undefined;
  base: Playbook;
  versions: readonly (1 | 2)[];
  takesStrangers: boolean;
  /** Of the SAs, as far as it is known; 0 when it is not. */
  lifetimeSeconds: number;
}

/** The end that is not ours. */
export interface Foreign {
  side: Side;
  vendor: string;
  /** What its operator is asked for. */
  ask: string;
}

export function fillIn(foreign: Foreign | undefined): string[] {
  const hosts = SIDES.filter((side) => side !== foreign?.side).map((side) => `tunnel.${side}.host`);
  return [...hosts, 'logins.fill-in.username', 'logins.fill-in.password'];
}

export function printNext(needs: NextNeeds): string {
  return `${[...printWhy(needs), '', ...printTunnel(needs), '', ...printTrap(needs)].map(plainLine).join('\n')}\n`;
}

function printWhy({ of, shipped, open, asks, tunnel, versions, foreign }: NextNeeds): string[] {
  return [
    `# The playbook that would decide what ${of} left open; made of playbooks/${shipped}.yaml.`,
    ...open.map(({ spi, receiver, cause, confidence, alternatives }) => {
      const rivals = alternatives.length === 0 ? '' : `; still possible: ${alternatives.slice(0, RIVALS_MAX).join(', ')}`;
      return `# Open: ${spi} at ${tunnel[receiver].name}: ${cause === 'unknown' ? 'cause not found' : `${cause} (${confidence})`}${rivals}`;
    }),
    ...(asks.length === 0
      ? ['# A whole record of both ends would decide: that is what it makes.']
      : ['# What would decide, and how it is asked for here:']),
    ...asks.map((ask) => `#   ${sayLook(ask, versions)} on ${tunnel[ask.side].name}, ${WHEN[ask.when]}: ${sayBy(ask)}`),
    ...(foreign === undefined ? [] : [`# ${tunnel[foreign.side].name} is not ours: ask its operator for ${foreign.ask}.`]),
    '# FILL IN the values that are marked so: flaptrap does not know where the routers are reached, nor with which login.',
  ];
}

const RIVALS_MAX = 6;

function sayLook({ look }: Ask, versions: NextNeeds['versions']): string {
  if ('show' in look) return look.show;
  if ('ask' in look) return look.ask;
  if ('log' in look) return 'the log';
  if ('packets' in look) return 'a capture of the packets';
  return (look.debug === 'ipsec' ? ['ipsec'] : ikeDebugs(versions)).map((each) => `debug crypto ${each}`).join(', ');
}

function ikeDebugs(versions: NextNeeds['versions']): string[] {
  return versions.map((version) => (version === 1 ? 'isakmp' : 'ikev2'));
}

function sayBy({ by, side }: Ask): string {
  if ('debug' in by) return 'debugs, running from the arming on';
  if ('shows' in by) return `shows.${side}, at arming, at the trigger and at the end`;
  if ('log' in by) return 'tail, a longer record';
  if ('packets' in by) return 'packets, on IOS XE';
  return 'always' in by ? 'each capture brings it home' : 'no playbook can: look yourself when the trap has sprung';
}

function printTunnel({ tunnel, shipped, foreign }: NextNeeds): string[] {
  const names = namesOf(tunnel);
  return [
    `name: ${JSON.stringify(`next-${names.a}-${names.b}`.slice(0, NAME_MAX))}`,
    `description: ${JSON.stringify(`What would decide what ${shipped} leaves open between ${names.a} and ${names.b}.`)}`,
    'tunnel:',
    ...SIDES.flatMap((side) => printPeer(side, tunnel[side], names[side], foreign)),
    'logins:',
    '  fill-in:',
    '    username: FILL-IN # FILL IN: the user that logs in to both routers',
    '    password: env:FILL_IN # FILL IN: where the password is found: env:NAME, file:PATH or command:COMMAND; never the password itself',
  ];
}

function printPeer(side: Side, { address, natAddress }: Peer, name: string, foreign: Foreign | undefined): string[] {
  const isOurs = side !== foreign?.side;
  return [
    `  ${side}:`,
    `    name: ${JSON.stringify(name)}`,
    ...(isOurs ? [`    host: fill-in-${side}.invalid # FILL IN: the management address of ${name}`] : []),
    `    address: ${JSON.stringify(address)}`,
    ...(natAddress === undefined || isSameAddress(natAddress, address) ? [] : [`    natAddress: ${JSON.stringify(natAddress)}`]),
    isOurs ? '    login: fill-in' : `    vendor: ${foreign?.vendor}`,
  ];
}

const NAME_MAX = 63;

/** A playbook's names are plainer than a bundle's may be. */
function namesOf(tunnel: Tunnel): Record<Side, string> {
  const plain = (side: Side) =>
    tunnel[side].name
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, PEER_NAME_MAX) || side;
  const isOne = plain('a').toLowerCase() === plain('b').toLowerCase();
  const named = (side: Side) => (isOne || plain(side) === other(side) ? `${plain(side)}-${side}` : plain(side));
  return bySide(named);
}

const PEER_NAME_MAX = 25;

/** Over a minute after the second message, which comes a minute behind the first. */
const LONG_TAIL_SECONDS = 150;
/** An SA that is made while the trap stands has passed its whole life then. */
const LIVES = 3;

function printTrap({ base, asks, versions, takesStrangers, lifetimeSeconds }: NextNeeds): string[] {
  const debugs = [...ikeDebugs(versions), 'ipsec'];
  const isLong = asks.some(({ when, by }) => when === 'after the message' || 'log' in by);
  const tailSeconds = isLong ? Math.max(base.tailSeconds, LONG_TAIL_SECONDS) : base.tailSeconds;
  const leaseSeconds = Math.max(base.leaseSeconds, lifetimeSeconds * LIVES);
  return [
    `trigger: ${base.trigger}`,
    ...(takesStrangers ? ['strangers: spring # the message named an address that is no peer'] : []),
    'strategy: recorder # what decides comes before the message',
    `debugs: [${debugs.join(', ')}]${versions.length > 1 ? ' # whichever version of IKE it is; IOS 12.4 knows no ikev2' : ''}`,
    'traces: true # on IOS XE the event traces of IPsec and IKEv2 beside the debugs',
    base.evidence === 'auto' ? 'evidence: auto' : `evidence: [${base.evidence.join(', ')}]`,
    ...(asks.some(({ by }) => 'packets' in by) ? ['packets: true # on IOS XE; leave it out where a router runs IOS'] : []),
    ...printShows(asks),
    `tail: ${printDuration(tailSeconds)}`,
    `lease: ${printDuration(leaseSeconds)}`,
  ];
}

function printShows(asks: readonly Ask[]): string[] {
  const lists = SIDES.map((side) => ({ side, shows: showsAsked(asks, side) }));
  if (lists.every(({ shows }) => shows.length === 0)) return [];
  return [
    'shows:',
    ...lists.flatMap(({ side, shows }) => [
      `  ${side}:${shows.length === 0 ? ' []' : ''}`,
      ...shows.map((each) => `    - ${JSON.stringify(each)}`),
    ]),
  ];
}
