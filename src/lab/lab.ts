/**
 * The lab is two simulated routers with a tunnel between them, each behind a real SSH server on the loopback.
 *
 * Beyond what the domain pages call certain or likely it assumes, of the terminal: a new buffer size empties the buffer; a condition goes by
 * its `no` form; a full flash keeps what fitted. Of EEM: its line needs no enable password; a command takes 40 ms; debugs do not reach the
 * syslog detector; a second action with a label replaces the first; `event manager run` waits for its applet; `maxrun 0` is no limit, and a
 * kill is silent. Of IKE: one DELETE takes both SAs of a pair; an SPI still being negotiated is not answered with a DELETE, any other is, each
 * time it is logged; INITIAL_CONTACT is said by who holds nothing with the peer; IPsec asks again after 30 s, a responder waits 60 s for the
 * third message and 75 s for the third of main mode; old pairs live 30 s; only initiators retransmit; the lines of probes, retransmissions and
 * lifetimes have no raw sample. Of IOS 12.4: `N/A` stands where no id is yet, a decimal SPI has a sign, and a responder asks IPsec for its SPI. Of
 * volume: each end goes by its own kilobytes, and 256 before the end it asks for a successor. Of DMVPN: with an NHRP mapping go the SAs to its
 * address, and a DELETE is sent there.
 * Of IKEv2: an unknown SPI is answered with INVALID_SPI, and who gets that deletes the pair; the first repetition comes after 2 s, the pauses
 * double, five are enough; a responder sends with a new SA when ESP has come with it or the old pair is deleted; old pairs live 3 s; `clear crypto ikev2 sa
 * fast` tells the peer nothing; a session outlives the rekey of its IKE SA; CREATE_CHILD_SA, probes and notifies have no raw sample of IOS.
 */
import { randomBytes } from 'node:crypto';
import { FlaptrapError } from '../errors.ts';
import { other, type Side } from '../ipsec/side.ts';
import { LabClock } from './clock.ts';
import { switchOn } from './device/device.ts';
import type { Router } from './device/router.ts';
import type { IkeVersion, RouterSpec } from './device/router-spec.ts';
import { SshServer } from './device/ssh-server.ts';
import { type Path, SHORT_PATH } from './ike/network.ts';
import { SimulatedTunnel } from './ike/tunnel.ts';
import { addNeighbours } from './neighbours.ts';
import { SCENARIOS, type ScenarioId } from './scenarios/index.ts';

export interface LabOptions {
  a: RouterSpec;
  b: RouterSpec;
  speed: number;
  seed: number;
  startAtMs: number;
  ports?: Record<Side, number> | undefined;
  /** Made for this lab alone when left out. */
  password?: string | undefined;
  /** Private keys as PEM; made for this lab alone when left out. */
  hostKeys?: Record<Side, string> | undefined;
  /** Between the two; a short one when left out. */
  path?: Path | undefined;
  /** The version of IKE that both speak; 1 when left out. */
  ike?: IkeVersion | undefined;
  /** With another tunnel and other messages at each router. */
  hasNeighbours?: boolean | undefined;
}

export interface LabRouter {
  host: string;
  port: number;
  username: string;
  password: string;
  hostKeyFingerprint: string;
  router: Router;
}

export interface Lab {
  clock: LabClock;
  a: LabRouter;
  b: LabRouter;
  tunnel: SimulatedTunnel;
  /** Begins the story of a cause, that many lab seconds from now. */
  play(scenario: ScenarioId, receiver: Side, startAfterSeconds: number): void;
  /** What of flaptrap a router still holds, read from its state and not over SSH. */
  residue(side: Side): LabResidue;
  close(): Promise<void>;
}

export interface LabResidue {
  applets: string[];
  debugs: string[];
  conditions: string[];
  files: string[];
}

/** The mark of ownership, in applets as in files. docs/router.md */
const OURS = /^flaptrap-/i;

export async function startLab({
  a,
  b,
  speed,
  seed,
  startAtMs,
  ports,
  password = randomBytes(12).toString('hex'),
  hostKeys,
  path = SHORT_PATH,
  ike = 1,
  hasNeighbours = false,
}: LabOptions): Promise<Lab> {
  checkRelease(ike, a, b);
  const clock = new LabClock({ startAtMs, speed });
  const routers = {
    a: switchOn({ peerAddress: b.address, ike, ...a }, clock),
    b: switchOn({ peerAddress: a.address, ike, ...b }, clock),
  };
  const tunnel = new SimulatedTunnel(clock, routers, { seed, path, ike });
  if (hasNeighbours) addNeighbours(tunnel, routers, seed);
  // One that nobody guesses: the servers listen where other users of the machine could reach them.
  const account = { username: 'ops', password };
  const listen = (side: Side): Promise<SshServer> => SshServer.listen(routers[side], account, ports?.[side], {}, hostKeys?.[side]);
  const servers = await listenBoth(listen).catch((error: unknown) => {
    clock.stop();
    throw error;
  });
  const describe = (side: Side): LabRouter => ({
    host: '127.0.0.1',
    port: servers[side].port,
    ...account,
    hostKeyFingerprint: servers[side].hostKeyFingerprint,
    router: routers[side],
  });
  return {
    clock,
    a: describe('a'),
    b: describe('b'),
    tunnel,
    play: (scenario, receiver, startAfterSeconds) => {
      checkVersion(scenario, ike);
      clock.after(startAfterSeconds * 1000, () => {
        tunnel.restartTraffic();
        SCENARIOS[scenario].play(tunnel, tunnel[receiver], tunnel[other(receiver)]);
      });
    },
    residue: (side) => residueOf(routers[side]),
    close: async () => {
      clock.stop();
      await Promise.all([servers.a.close(), servers.b.close()]);
    },
  };
}

/** Both, or neither. */
async function listenBoth(listen: (side: Side) => Promise<SshServer>): Promise<Record<Side, SshServer>> {
  const a = await listen('a');
  try {
    return { a, b: await listen('b') };
  } catch (error) {
    await a.close();
    throw error;
  }
}

/** A story that the version does not allow would end in something else. */
export function checkVersion(id: ScenarioId, ike: IkeVersion): void {
  const versions: readonly IkeVersion[] = SCENARIOS[id].ike;
  if (versions.includes(ike)) return;
  throw new FlaptrapError('input', `the cause ${id} does not occur under IKEv${ike}`, {
    next: `inject it with --ike ${versions.join(' or ')}`,
  });
}

/** IOS 12.4 is older than IKEv2. [C] */
function checkRelease(ike: IkeVersion, ...specs: readonly RouterSpec[]): void {
  const old = specs.find(({ platform, release }) => platform === 'ios' && release === '12.4');
  if (ike === 1 || old === undefined) return;
  throw new FlaptrapError('input', `IOS 12.4 speaks no IKEv2: ${old.hostname} cannot`, {
    next: 'leave out --release 12.4, or take --ike 1',
  });
}

function residueOf({ eem, debugs, conditions, flash }: Router): LabResidue {
  return {
    applets: eem.applets.map(({ name }) => name).filter((name) => OURS.test(name)),
    debugs: [...debugs],
    conditions: [...conditions],
    files: [...flash.keys()].filter((name) => OURS.test(name)),
  };
}
