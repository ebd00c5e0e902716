/** Capturing a tunnel carries an armed plan to its end: wait, freeze both, fetch both, and disarm whatever happened. */
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { arm } from './arm.ts';
import type { CaptureContext } from './context.ts';
import { disarm } from './disarm.ts';
import { type Fetched, fetchPeer } from './fetch.ts';
import { freezeBoth } from './freeze.ts';
import { type Ending, waitForSpring } from './wait.ts';

export interface Captured {
  ending: Ending;
  /** Absent when there was nothing to fetch. */
  fetched?: Record<Side, Fetched> | undefined;
}

export async function captureTunnel(context: CaptureContext, plan: Plan, playbook: Playbook, onArmed?: () => void): Promise<Captured> {
  await arm(context, plan, playbook);
  onArmed?.();
  try {
    context.say({ text: `waiting for the trigger, looking every ${playbook.pollSeconds} s` });
    const ending = await waitForSpring(context, plan, playbook.pollSeconds);
    if (ending !== 'sprung') return { ending };
    context.say({ text: 'the trap has sprung' });
    await freezeBoth(context, plan, playbook.signal === 'orchestrator', playbook.pollSeconds);
    return { ending, fetched: await fetchBoth(context, plan) };
  } finally {
    await disarm(context, plan);
  }
}

export async function fetchBoth(context: CaptureContext, plan: Plan): Promise<Record<Side, Fetched>> {
  const [a, b] = await Promise.all(SIDES.map((side) => fetchPeer(context, plan, side)));
  if (a === undefined || b === undefined) throw new Error('two sides give two results');
  for (const { side, evidence, failures } of [a, b]) {
    context.say({ side, text: `${evidence.length} files fetched${failures.length > 0 ? `, ${failures.length} missing` : ''}` });
  }
  return { a, b };
}
