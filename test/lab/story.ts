/** A story is a scenario played without waiting: both routers' logs, as their debugs saw it. */
import type { Side } from '../../src/ipsec/side.ts';
import { Session } from '../../src/lab/device/session.ts';
import { type Lab, type LabOptions, startLab } from '../../src/lab/lab.ts';
import { seeded } from '../../src/lab/random.ts';
import type { ScenarioId } from '../../src/lab/scenarios/index.ts';
import { START_AT_MS } from './lab-login.ts';

export interface Story {
  lab: Lab;
  /** The lines of one router's log behind its header. */
  lines(side: Side): string[];
}

export interface StoryOptions extends Partial<LabOptions> {
  /** Of the IKE messages that get lost on their way, beside what the scenario loses. */
  lossShare?: number | undefined;
  receiver?: Side | undefined;
  /** Another scenario, later. */
  second?: ScenarioId | undefined;
}

const SECOND_SECONDS = 200;

export async function tell(
  scenario: ScenarioId | undefined,
  seconds: number,
  { lossShare = 0, receiver = 'b', second, ...changes }: StoryOptions = {},
): Promise<Story> {
  const lab = await startLab({
    a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0 },
    b: { hostname: 'branch', address: '198.51.100.1', platform: 'ios', offsetMs: 0 },
    speed: 0,
    seed: 1,
    startAtMs: START_AT_MS,
    ...changes,
  });
  for (const side of ['a', 'b'] as const) listen(lab, side);
  if (changes.hasNeighbours === true) for (const side of ['a', 'b'] as const) lab[side].router.conditions.clear();
  if (lossShare > 0) loseSome(lab, lossShare);
  if (scenario !== undefined) lab.play(scenario, receiver, 0);
  if (second !== undefined) lab.play(second, receiver, SECOND_SECONDS);
  await lab.clock.advance(seconds * 1000);
  return { lab, lines: (side) => linesOf(lab, side) };
}

/** Before a scenario sets its own loss. */
function loseSome({ tunnel }: Lab, share: number): void {
  const random = seeded(17);
  tunnel.network.loses = () => random() < share;
}

/** As an armed router does. */
export function listen(lab: Lab, side: Side): void {
  const { router } = lab[side];
  router.log.resize(10_000_000, 7);
  router.debugs.add('crypto isakmp').add('crypto ipsec').add('crypto ikev2');
  router.conditions.add(lab[side === 'a' ? 'b' : 'a'].router.spec.address);
}

function linesOf(lab: Lab, side: Side): string[] {
  const lines = lab[side].router.log.show().split('\n');
  return lines.slice(lines.findIndex((line) => line.startsWith('Log Buffer')) + 2);
}

/** What a show command prints at one end. */
export async function showAt({ lab }: Story, side: Side, command: string): Promise<string | undefined> {
  const session = Session.open(lab[side].router, 'test', { privilege: 15 });
  if (session !== undefined) session.pageLines = 0;
  const text = await session?.execute(command);
  session?.close();
  return text;
}
