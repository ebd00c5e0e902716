/** An armed lab has a playbook's plan typed into both routers, without waiting: what springs, and what it leaves. */
import { loadTemplates } from '../src/applet/load.ts';
import type { ConfiguredEnds } from '../src/ios/configured-ends.ts';
import type { PlatformId } from '../src/ios/platforms/index.ts';
import { SIDES, type Side } from '../src/ipsec/side.ts';
import type { IkeVersion } from '../src/lab/device/router-spec.ts';
import { Session } from '../src/lab/device/session.ts';
import type { Lab } from '../src/lab/lab.ts';
import { assumeFacts } from '../src/playbook/facts.ts';
import { makePlan } from '../src/playbook/make-plan.ts';
import type { Act, Plan } from '../src/playbook/plan.ts';
import type { Playbook } from '../src/playbook/playbook.ts';
import { startTestLab } from './lab/lab-login.ts';

export interface ArmedLab {
  lab: Lab;
  plan: Plan;
}

export interface ArmedLabOptions {
  ike?: IkeVersion | undefined;
  platform?: PlatformId | undefined;
  hasNeighbours?: boolean | undefined;
  /** What preflight reads of the running configuration. */
  ends?: ConfiguredEnds | undefined;
}

export async function armLab(
  asked: Playbook,
  { ike = 1, platform = 'ios', hasNeighbours = false, ends }: ArmedLabOptions = {},
): Promise<ArmedLab> {
  const playbook = { ...asked, probe: false };
  const spec = (side: Side) => ({
    hostname: playbook.tunnel[side].name,
    address: playbook.tunnel[side].address,
    platform,
    offsetMs: 0,
  });
  const lab = await startTestLab({ a: spec('a'), b: spec('b'), speed: 0, ike, hasNeighbours });
  const factsOf = (side: Side) => ({
    ...assumeFacts(playbook.tunnel[side]),
    platform,
    isAssumed: false,
    clockMs: lab[side].router.now(),
    ends: ends ?? null,
  });
  const plan = makePlan(playbook, { a: factsOf('a'), b: factsOf('b') }, loadTemplates(), { nowMs: lab.clock.now() });
  for (const side of SIDES) await typeActs(lab, side, plan.peers[side].steps);
  return { lab, plan };
}

/** As flaptrap undoes it: in reverse. */
export async function disarmLab({ lab, plan }: ArmedLab): Promise<void> {
  for (const side of SIDES) {
    const undone = plan.peers[side].steps.toReversed().map(({ undo }) => undo);
    await typeActs(lab, side, undone, { mayBeGone: true });
  }
}

async function typeActs(lab: Lab, side: Side, steps: readonly Act[], { mayBeGone = false } = {}): Promise<void> {
  const session = Session.open(lab[side].router, 'ops', { privilege: 15 });
  if (session === undefined) throw new Error('no terminal line');
  for (const { mode, lines } of steps)
    for (const line of mode === 'configure' ? ['configure terminal', ...lines, 'end'] : lines) {
      const answer = await session.execute(line);
      if (!mayBeGone && /^%|Invalid/m.test(answer)) throw new Error(`${line}: ${answer}`);
    }
  session.close();
}

/** `198.51.100.1 (peer)`: whose message has sprung it; undefined when none has, or when it is no message that springs it. */
export function sprungBy({ lab }: ArmedLab, side: Side): string | undefined {
  return /sprung by (\S+ \(\w+\)), let pass/.exec(lab[side].router.log.show())?.[1];
}

/** How often it began to freeze. */
export function freezesOf({ lab }: ArmedLab, side: Side): number {
  return lab[side].router.log.show().match(/freezing, the tail begins/g)?.length ?? 0;
}

/** Its last file is there. */
export function isFrozen({ lab, plan }: ArmedLab, side: Side): boolean {
  const { path } = plan.peers[side].marker;
  return lab[side].router.flash.has(path.slice(path.indexOf(':') + 1));
}

/** The roles of our applets that still stand. */
export function rolesOf({ lab }: ArmedLab, side: Side): string[] {
  return lab[side].router.eem.applets.map(({ name }) => name.replace(/.*-/, ''));
}
