/** Opening a lab gives the two peers of a playbook as simulated routers, and the way to log in to them. */
import type { DeviceTarget } from '../device/target.ts';
import { FlaptrapError } from '../errors.ts';
import type { DEBUGS } from '../ios/debugs.ts';
import { isDynamic } from '../ipsec/address.ts';
import type { Side } from '../ipsec/side.ts';
import { defaultConfiguration, type IkeVersion, type IosRelease } from '../lab/device/router-spec.ts';
import { type DoubtId, doubted } from '../lab/doubts/index.ts';
import { checkVersion, type Lab, type LabOptions, startLab } from '../lab/lab.ts';
import { SCENARIOS, type ScenarioId } from '../lab/scenarios/index.ts';
import { sayNearest } from '../nearest.ts';
import { isManaged, managedSides, type Playbook } from '../playbook/playbook.ts';

/** What a peer has whose address changes. */
const MOVING: Record<Side, string> = { a: '203.0.113.61', b: '203.0.113.77' };

/** A clock cannot keep up with more. */
export const SPEED_MAX = 600;

export interface LabChoices {
  cause?: string | undefined;
  receiver: Side;
  seed: number;
  /** b's clock minus a's, in seconds. */
  offset: number;
  speed: number;
  /** The version of IKE between the two; chosen by `ikeOf` when left out. */
  ike?: IkeVersion | undefined;
  /** Of simulated IOS; IOS XE has but one here. */
  release?: IosRelease | undefined;
  /** Beliefs that do not hold on either router. */
  doubts?: readonly DoubtId[] | undefined;
}

/** `startAtMs`: what both clocks show at first, in ms since 1970. */
export function openLab(
  { tunnel, spokes = [] }: Pick<Playbook, 'tunnel'> & Partial<Pick<Playbook, 'spokes'>>,
  { seed, offset, speed, ike, release, doubts = [] }: LabChoices,
  startAtMs: number,
  access: Pick<LabOptions, 'ports' | 'password' | 'hostKeys'> = {},
): Promise<Lab> {
  const spec = (side: Side) => ({
    hostname: tunnel[side].name,
    address: isDynamic(tunnel[side].address) ? MOVING[side] : tunnel[side].address,
    platform: platformOf(tunnel[side]),
    release,
    offsetMs: side === 'b' ? offset * 1000 : 0,
    ...doubted(doubts).spec,
    quirks: doubted(doubts).quirks,
  });
  const a = spec('a');
  const hub = { ...a, ike, peerAddress: spec('b').address };
  const named = spokes.length === 0 ? {} : { configuration: `${defaultConfiguration(hub)}${spokes.map(configurationOf).join('')}` };
  return startLab({ a: { ...a, ...named }, b: spec('b'), speed, seed, startAtMs, ike, hasNeighbours: true, ...access });
}

/** What a hub has of a further spoke, which the lab plays no part of. */
function configurationOf({ address, natAddress }: Playbook['spokes'][number], index: number): string {
  const seen = natAddress ?? address;
  return `crypto isakmp key rehearsal address ${seen}\ncrypto map OUTSIDE ${20 + index} ipsec-isakmp\n set peer ${seen}\n set transform-set TS\n match address TUNNEL\n`;
}

/** A peer that is not ours is played by a router to which nobody logs in. */
function platformOf(peer: Playbook['tunnel'][Side]): 'ios' | 'ios-xe' {
  return isManaged(peer) && peer.platform !== 'auto' ? peer.platform : 'ios';
}

export function scenarioOf(cause: string): ScenarioId {
  const known = Object.keys(SCENARIOS) as ScenarioId[];
  const scenario = known.find((id) => id === cause);
  if (scenario !== undefined) return scenario;
  throw new FlaptrapError('input', `the lab cannot inject the cause ${cause}${sayNearest(cause, known)}`, {
    next: `choose one of ${known.join(', ')}`,
  });
}

/** What was asked for; else what the playbook's debugs listen to, or the only version in which the cause occurs. */
export function ikeOf(
  { ike }: Pick<LabChoices, 'ike'>,
  scenario: ScenarioId | undefined,
  debugs: readonly (keyof typeof DEBUGS)[] = ['isakmp'],
): IkeVersion {
  const isOnlyIkev2 = scenario !== undefined && SCENARIOS[scenario].ike.every((version: IkeVersion) => version === 2);
  const listensToIkev2 = debugs.includes('ikev2') && !debugs.includes('isakmp');
  const chosen = ike ?? (isOnlyIkev2 || listensToIkev2 ? 2 : 1);
  if (scenario !== undefined) checkVersion(scenario, chosen);
  return chosen;
}

/** Of those that are ours, each with the one host key that is right: nothing of the rehearsal is written into anybody's known hosts. */
export function labTargets(lab: Lab, playbook: Pick<Playbook, 'tunnel'>): Partial<Record<Side, DeviceTarget>> {
  const target = (side: Side): DeviceTarget => {
    const { host, port, username, password, hostKeyFingerprint } = lab[side];
    const hostKeys = { policy: 'pinned', fingerprint: hostKeyFingerprint } as const;
    return { name: playbook.tunnel[side].name, host, port, username, password, hostKeys, legacyAlgorithms: false, jumpHosts: [] };
  };
  return Object.fromEntries(managedSides(playbook).map((side) => [side, target(side)]));
}
