/** The kill lab is two simulated routers in a process of their own: they survive when flaptrap is killed, as real ones would. */

import { parseApplets } from '../src/applet/parse.ts';
import type { Side } from '../src/ipsec/side.ts';
import { SIDES } from '../src/ipsec/side.ts';
import type { Router } from '../src/lab/device/router.ts';
import { type Lab, startLab } from '../src/lab/lab.ts';
import type { FromLab, ToLab } from './kill/lab-client.ts';
import type { FlashContent, LabState, RouterState } from './kill/lab-state.ts';

/** How often a change is looked for. */
const LOOK_MS = 5;
/** What somebody else copies to flash until it is full. */
const FILLER = 'core-dump.bin';
/** Somebody else's, to be left alone. */
const NEIGHBOUR = 'event manager applet OPS-BACKUP\n event none\n action 1.0 syslog msg "backup"\n';

const say = (message: FromLab): boolean => process.send?.(message) ?? false;

function stateOf(router: Router): RouterState {
  const configuration = router.configuration.print();
  const isLogging = (line: string): boolean => line.startsWith('logging buffered');
  return {
    isUp: router.isUp,
    applets: router.eem.applets.map(({ name }) => name),
    debugs: [...router.debugs].sort(),
    conditions: [...router.conditions].sort(),
    logging: configuration.find(isLogging) ?? '',
    configuration: configuration.filter((line) => !isLogging(line)).join('\n'),
    terminals: router.lines.size,
    files: Object.fromEntries([...router.flash].map(([name, { bytes }]) => [name, bytes.length])),
  };
}

const ofBoth = <T>(make: (side: Side) => T): Record<Side, T> => ({ a: make('a'), b: make('b') });
const statesOf = (lab: Lab): LabState => ofBoth((side) => stateOf(lab[side].router));
const contentOf = (lab: Lab): FlashContent =>
  ofBoth((side) =>
    Object.fromEntries(
      [...lab[side].router.flash].flatMap(([name, { bytes }]) => (name === FILLER ? [] : [[name, bytes.toString('latin1')]])),
    ),
  );

/** Leaves no byte free, or gives back what was taken. */
function fillFlash(router: Router, isFull: boolean): void {
  router.flash.delete(FILLER);
  if (isFull) router.flash.set(FILLER, { bytes: Buffer.alloc(Math.max(0, router.freeBytes)), changedAtMs: router.clock.now() });
}

function obey(lab: Lab, order: ToLab): void {
  if (order.kind === 'play') lab.play(order.scenario, order.receiver, order.afterSeconds);
  else if (order.kind === 'reload') lab[order.side].router.reload(order.bootMs);
  else if (order.kind === 'flash') fillFlash(lab[order.side].router, order.isFull);
  else if (order.kind === 'advance')
    void lab.clock.advance(order.ms).then(() => say({ kind: 'answer', id: order.id, nowMs: lab.clock.now() }));
  else say({ kind: 'answer', id: order.id, nowMs: lab.clock.now(), state: statesOf(lab), content: contentOf(lab) });
}

/** Every change is told once, so that nothing between two questions is missed. */
function watch(lab: Lab): void {
  let last = '';
  setInterval(() => {
    const state = statesOf(lab);
    const text = JSON.stringify(state);
    if (text === last) return;
    last = text;
    say({ kind: 'changed', state });
  }, LOOK_MS);
}

const [seed = 1, speed = 25] = process.argv.slice(2).map(Number);
const lab = await startLab({
  a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0 },
  b: { hostname: 'branch', address: '198.51.100.1', platform: 'ios', offsetMs: 0 },
  speed,
  seed,
  startAtMs: Date.now(),
  hasNeighbours: true,
});
for (const side of SIDES) {
  for (const applet of parseApplets(NEIGHBOUR, 'neighbour').applets) lab[side].router.eem.register(applet);
  lab[side].router.writeFile('backup.cfg', 'hostname old\n', 'replace');
}
process.on('message', (order: ToLab) => obey(lab, order));
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready', password: lab.a.password, ports: ofBoth((side) => lab[side].port) });
watch(lab);
