/** Two applets mean the same when nothing but their labels differs in what they wait for, and the interpreter cannot tell their runs apart. */
import type { Applet } from './model.ts';
import { printApplet } from './print.ts';
import { sampleRun, type World, worldOf } from './sample-run.ts';

const RUNS = 12;

/** Each is run on the same routers: what these answer, and what the event brings, is drawn from the applet's own words. */
export function meansTheSame(one: Applet, two: Applet): boolean {
  return headOf(one) === headOf(two) && runsTheSame(one, two);
}

/** Whether the interpreter cannot tell their runs apart, whatever they wait for. */
export function runsTheSame(one: Applet, two: Applet): boolean {
  const world = worldOf(one);
  return Array.from({ length: RUNS }, (_, seed) => seed).every((seed) => traceOf(one, world, seed) === traceOf(two, world, seed));
}

function headOf(applet: Applet): string {
  return printApplet({ ...applet, actions: [] });
}

function traceOf(applet: Applet, world: World, seed: number): string {
  const seen: unknown[] = [];
  const outcome = sampleRun(applet, world, seed, (effect) => void seen.push(effect));
  // A message names the label at which the run has ended.
  const messages = outcome?.messages.map(({ mnemonic, text }) => [mnemonic, text.replace(/statement .*$/, '')]);
  return JSON.stringify([seen, outcome?.end, outcome?.exitStatus, messages]);
}
