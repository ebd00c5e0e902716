/** Runs the actions of an applet against a router that answers every question alike. */
import type { Effect, Outcome } from '../../src/applet/effect.ts';
import { interpret } from '../../src/applet/interpret.ts';
import { parseApplets } from '../../src/applet/parse.ts';

export function runApplet(actions: string, variables: Record<string, string> = {}, answer = ''): { effects: Effect[]; outcome: Outcome } {
  const [applet] = parseApplets(`event manager applet A\n event none\n${actions}`, 'x.cfg').applets;
  if (applet === undefined) throw new Error('no applet');
  const run = interpret(applet, variables);
  const effects: Effect[] = [];
  for (let step = run.next(); ; step = run.next({ output: answer })) {
    if (step.done === true) return { effects, outcome: step.value };
    effects.push(step.value);
    if (effects.length > 100) throw new Error('it does not end');
  }
}

/** What it logged. */
export const spoken = (actions: string, variables?: Record<string, string>, answer?: string): string[] =>
  runApplet(actions, variables, answer).effects.flatMap((effect) => (effect.kind === 'syslog' ? [effect.text] : []));
