/** `flaptrap rehearse` carries a playbook's whole capture out on two simulated routers over real SSH, with a chosen cause injected. */
import { join } from 'node:path';
import { FlaptrapError } from '../errors.ts';
import { ikeOf, type LabChoices, labTargets, openLab, scenarioOf } from '../run/open-lab.ts';
import { askPlaybook } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { agreedPlan, runPlan } from './run.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { listenForStop } from './stop.ts';
import { sweepBoth } from './sweep.ts';

export interface RehearseOptions extends LabChoices {
  cause: string;
  out: string;
  format: 'text' | 'json';
}

/** The story begins this long after arming. */
const CALM_SECONDS = 20;
const SPEED_MAX = 600;
/** Nobody waits for days in a rehearsal: the whole story is told within minutes. */
const LEASE_SECONDS = 1800;

export async function rehearse(path: string, options: RehearseOptions, screen: Screen): Promise<number> {
  const scenario = scenarioOf(options.cause);
  if (options.speed <= 0 || options.speed > SPEED_MAX)
    throw new FlaptrapError('input', `a speed is above 0 and at most ${SPEED_MAX}`, { tried: `--speed ${options.speed}` });
  const asked = await askPlaybook(path, screen);
  const playbook = { ...asked, leaseSeconds: Math.min(asked.leaseSeconds, LEASE_SECONDS) };
  using stop = listenForStop(screen, () => 'leaving now: the simulated routers are gone with this process');
  const ike = ikeOf(options, scenario, playbook.debugs);
  const lab = await openLab(playbook, { ...options, ike }, Date.now());
  try {
    screen.tell(
      `rehearsing ${path}: two simulated routers with IKEv${ike} on ${lab.a.host}:${lab.a.port} and :${lab.b.port}, ${options.speed} times as fast as real ones`,
    );
    const family = ike === 2 ? 'ikev2' : 'isakmp';
    if (!playbook.debugs.includes(family)) screen.tell(`  ${path} does not debug ${family}: the verdict will know little of IKEv${ike}`);
    const clock = {
      now: () => lab.clock.now(),
      monotonic: () => lab.clock.now(),
      sleep: (ms: number, signal?: AbortSignal) => lab.clock.sleep(ms, signal),
    };
    const targets = labTargets(lab, playbook);
    const context = openStage(playbook, screen, { stateFolder: join(options.out, '.rehearsals'), stop: stop.signal, clock, targets });
    const plan = await agreedPlan(context, playbook, { yes: true }, screen);
    const inject = (): void => {
      screen.tell(`  injecting ${scenario}: ${playbook.tunnel[options.receiver].name} is to see an SPI that it does not know`);
      lab.play(scenario, options.receiver, CALM_SECONDS);
    };
    const { code } = await runPlan(context, plan, playbook, { out: options.out, json: options.format === 'json' }, screen, inject);
    const left = await sweepBoth(context, playbook, { dryRun: true }, screen);
    return left === EXIT.done ? code : left;
  } finally {
    await lab.close();
  }
}
