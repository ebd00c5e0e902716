/** A rehearsal is a playbook's whole capture on two simulated routers over real SSH, with a chosen cause injected. */
import { FlaptrapError } from '../errors.ts';
import { other, type Side } from '../ipsec/side.ts';
import type { Lab } from '../lab/lab.ts';
import { isManaged, managedSides, type Playbook } from '../playbook/playbook.ts';
import { agreedPlan } from './agree.ts';
import { openRun } from './context.ts';
import type { Ended } from './keep.ts';
import { ikeOf, type LabChoices, labTargets, openLab, SPEED_MAX, scenarioOf } from './open-lab.ts';
import type { Ports } from './ports.ts';
import { captureOnce } from './run-capture.ts';
import { type Swept, sweepTunnel } from './sweep.ts';

export interface RehearsalChoices extends LabChoices {
  cause: string;
  /** The folder in which bundles and reports are written. */
  out: string;
}

/** How the capture ended, and what a sweep of both routers found behind it. */
export interface Rehearsed {
  ended: Ended;
  swept: Swept;
}

/** The story begins this long after arming. */
const CALM_SECONDS = 20;
/** Nobody waits for days in a rehearsal: the whole story is told within minutes. */
const LEASE_SECONDS = 1800;

/** Of `ports` the clock only says when the story begins: afterwards the routers' own counts. */
export async function rehearse(asked: Playbook, choices: RehearsalChoices, ports: Ports): Promise<Rehearsed> {
  const scenario = scenarioOf(choices.cause);
  if (choices.speed <= 0 || choices.speed > SPEED_MAX)
    throw new FlaptrapError('input', `the speed must be above 0 and at most ${SPEED_MAX}`, { tried: `--speed ${choices.speed}` });
  const playbook = { ...asked, leaseSeconds: Math.min(asked.leaseSeconds, LEASE_SECONDS) };
  const ike = ikeOf(choices, scenario, playbook.debugs);
  const lab = await openLab(playbook, { ...choices, ike }, ports.clock.now());
  try {
    const receiver = receiverOf(playbook, choices);
    const routers = managedSides(playbook).map((side) => `${lab[side].host}:${lab[side].port}`);
    ports.say({ about: 'rehearsal', playbook: playbook.name, ike, speed: choices.speed, routers });
    const context = openRun(playbook, { ...ports, clock: clockOf(lab) }, { targets: labTargets(lab, playbook) });
    const family = ike === 2 ? 'ikev2' : 'isakmp';
    if (!playbook.debugs.includes(family))
      context.say({ text: `the playbook does not switch on debug ${family}: the verdict will see little of IKEv${ike}` });
    if (receiver !== choices.receiver)
      context.say({
        text: `${playbook.tunnel[choices.receiver].name} is not ours: a trap that springs needs the message at the other end`,
      });
    const inject = (): void => {
      context.say({
        text: `injecting ${scenario}: ${playbook.tunnel[receiver].name} will receive ESP with an SPI that it does not know`,
      });
      lab.play(scenario, receiver, CALM_SECONDS);
    };
    const ended = await captureOnce(context, await agreedPlan(context, { yes: true }), choices, inject);
    return { ended, swept: await sweepTunnel(context, { dryRun: true }) };
  } finally {
    await lab.close();
  }
}

/** Only a router of ours has a trap. */
function receiverOf({ tunnel }: Playbook, { receiver }: LabChoices): Side {
  return isManaged(tunnel[receiver]) ? receiver : other(receiver);
}

function clockOf({ clock }: Lab): Ports['clock'] {
  return { now: () => clock.now(), monotonic: () => clock.now(), sleep: (ms, signal) => clock.sleep(ms, signal) };
}
