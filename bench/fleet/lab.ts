/** A lab of the bench: pairs of routers in a process of its own, and what becomes of them. */
import { randomBytes } from 'node:crypto';
import type { DeviceTarget } from '../../src/device/target.ts';
import { SIDES, type Side } from '../../src/ipsec/side.ts';
import { LabClock } from '../../src/lab/clock.ts';
import { switchOn } from '../../src/lab/device/device.ts';
import type { Fault } from '../../src/lab/device/fault.ts';
import type { Router } from '../../src/lab/device/router.ts';
import { SshServer } from '../../src/lab/device/ssh-server.ts';
import { serveParent } from './child.ts';
import { playbookOf } from './playbooks.ts';

export type LabAsked = { do: 'open'; from: number; count: number; latencyMs: number } | { do: 'look' };

export interface LabSaid {
  targets: Record<string, DeviceTarget>;
  /** Routers on which nothing of flaptrap stands, and those on which something does. */
  clean: number;
  armed: number;
  /** How often a session of ours began while another was open on the same router. */
  overlaps: number;
  logins: number;
  /** Open now. */
  sessions: number;
  rssMb: number;
}

const ACCOUNT = { username: 'ops', password: randomBytes(12).toString('hex') };
const routers: Router[] = [];
const counted = { overlaps: 0, logins: 0 };

/** Every answer comes so late, as over a slow line. */
function lateBy(ms: number): Fault {
  if (ms === 0) return {};
  return {
    makeOutput:
      () =>
      (bytes, { send }) =>
        void setTimeout(() => send(bytes), ms),
  };
}

/** EEM's own lines are nobody's session. */
function sessionsOf({ lines }: Router): number {
  return [...lines.values()].filter((user) => user === ACCOUNT.username).length;
}

/** At each login, and not now and then: two sessions at once are never missed. */
function countLogins(router: Router): void {
  const take = router.lines.set.bind(router.lines);
  router.lines.set = (line, user) => {
    if (user === ACCOUNT.username) {
      counted.logins += 1;
      counted.overlaps += sessionsOf(router) > 0 ? 1 : 0;
    }
    return take(line, user);
  };
}

async function openRouter(number: number, side: Side, fault: Fault, clock: LabClock): Promise<DeviceTarget> {
  const { tunnel } = playbookOf(number);
  const { name, address } = tunnel[side];
  const peerAddress = tunnel[side === 'a' ? 'b' : 'a'].address;
  const router = switchOn({ hostname: name, address, platform: 'ios', offsetMs: 0, peerAddress }, clock);
  countLogins(router);
  routers.push(router);
  const { port, hostKeyFingerprint: fingerprint } = await SshServer.listen(router, ACCOUNT, 0, fault);
  const hostKeys = { policy: 'pinned' as const, fingerprint };
  return { name, host: '127.0.0.1', port, ...ACCOUNT, hostKeys, legacyAlgorithms: false, jumpHosts: [] };
}

async function open({ from, count, latencyMs }: Extract<LabAsked, { do: 'open' }>): Promise<Record<string, DeviceTarget>> {
  const targets: Record<string, DeviceTarget> = {};
  for (let number = from; number < from + count; number += 1) {
    const clock = new LabClock({ startAtMs: Date.now(), speed: 1 });
    for (const side of SIDES) {
      const target = await openRouter(number, side, lateBy(latencyMs), clock);
      targets[target.name] = target;
    }
  }
  return targets;
}

function isClean({ eem, debugs, conditions }: Router): boolean {
  return eem.applets.length + debugs.size + conditions.size === 0;
}

serveParent<LabAsked, LabSaid>(async (asked) => {
  const targets = asked.do === 'open' ? await open(asked) : {};
  const clean = routers.filter(isClean).length;
  const sessions = routers.reduce((total, router) => total + sessionsOf(router), 0);
  return { targets, clean, armed: routers.length - clean, ...counted, sessions, rssMb: process.memoryUsage().rss / 1e6 };
});
