/** One run: a set-up and its actions, played until some time after the first packet that R does not know. */
import type { Action } from './actions.ts';
import { newIke, tell } from './exchanges.ts';
import type { PairId, Setup } from './state.ts';
import { World } from './world.ts';

const SETTLE_MS = 185_000;

export interface Run {
  setup: Setup;
  actions: readonly Action[];
  world: World;
  endsAt: number;
}

/** `encore`: what happens when the first incident is over, if it is. */
export function play(setup: Setup, actions: readonly Action[], tailMs: number, encore?: Action): Run {
  const world = new World(setup);
  world.onUnknown = (pair) => answer(world, pair);
  birth(world);
  world.until(setup.isFf ? 6500 : 1500);
  if (setup.isProbing) routine(world);
  for (const action of actions) {
    world.until(world.now + action.gap);
    if (world.unknowns.length > 0 || !action.can(world)) break;
    world.hasActed = true;
    action.run(world);
    settle(world);
  }
  const first = world.unknowns[0]?.at ?? world.now;
  let endsAt = Math.max(world.now, first + tailMs);
  world.until(endsAt);
  if (encore?.can(world) === true) {
    const before = world.unknowns.length;
    encore.run(world);
    settle(world, before);
    endsAt = world.now + tailMs;
    world.until(endsAt);
  }
  return { setup, actions, world, endsAt };
}

/** Plays on, but not past the first packet that R does not know. */
function settle(world: World, before = 0): void {
  const until = world.now + SETTLE_MS;
  while (world.unknowns.length === before) {
    const next = world.next();
    if (next === undefined || next > until) break;
    world.until(next);
  }
  if (world.unknowns.length === before) world.until(until);
}

/** The first pair, made while nothing is in the way. */
function birth(world: World): void {
  const by = world.setup.answers ? 'R' : 'S';
  const peer = by === 'R' ? 'S' : 'R';
  const message = ++world.messages;
  const steps: [number, () => void][] = [
    [100, () => world.say(by, 'asks', { pair: 0, message, note: 'first' })],
    [109, () => world.say(peer, 'asked', { pair: 0, message, note: 'first' })],
    [114, () => made(peer)],
    [114, () => world.say(peer, 'answers', { pair: 0, message })],
    [123, () => world.say(by, 'answered', { pair: 0, message })],
    [131, () => made(by)],
    [131, () => world.say(by, 'switched', { pair: 0 })],
    [132, () => confirm()],
    [143, () => world.say(peer, 'switched', { pair: 0 })],
    // Not at once: what comes within moments of the installation is another matter.
    [world.setup.isFf ? 5000 : 150, () => world.sendBy(0)],
  ];
  const made = (end: 'R' | 'S'): void => {
    world.install(end, 0);
    world.say(end, 'made', { pair: 0 });
  };
  const confirm = (): void => {
    if (world.setup.ike === 2) return;
    world.say(by, 'confirms', { pair: 0, message });
    world.later(9, () => world.say(peer, 'confirmed', { pair: 0, message }));
  };
  for (const [at, run] of steps) world.later(at, run);
  world.ends.R.out = 0;
}

const ROUTINE_MS = 40_000;

/** S probes while there is an IKE SA; R answers. */
function routine(world: World): void {
  const isUp =
    world.ends.R.ike && world.ends.S.ike && world.net.toR && world.net.toS && !world.isDown && !world.isAnotherR && !world.isClosing;
  if (isUp) {
    const message = ++world.messages;
    world.say('S', 'probe-sent', { message });
    world.later(9, () => {
      world.say('R', 'probe-heard', { message });
      world.later(9, () => world.say('S', 'probe-answered', { message }));
    });
  }
  if (world.now < LAST_ROUTINE_MS) world.later(ROUTINE_MS, () => routine(world));
}
/** Later than any run ends. */
const LAST_ROUTINE_MS = 1_500_000;

/** What R does about an unknown SPI, and what S finds out by its probes. */
function answer(world: World, pair: PairId): void {
  const { setup, ends } = world;
  if (ends.R.ike && !world.isClosing && setup.answers && !ends.R.held.has(pair)) {
    const isOpen = world.pair(pair).gone.R?.why === 'not-yet';
    if (!isOpen) world.later(2, () => tell(world, pair, 'ok', 'answer'));
  } else if (!ends.R.ike && setup.ike === 1) world.later(1, () => world.say('R', 'delete-unsendable', { pair }));
  const isCutOff = !ends.R.ike || !world.net.toR || !world.net.toS;
  if (setup.isProbing && isCutOff) world.later(4000, () => probeInVain(world));
}

function probeInVain(world: World): void {
  for (let count = 1; count <= 5; count += 1) {
    world.later(count * 2000, () => {
      const message = ++world.messages;
      world.say('S', 'probe-sent', { message, note: String(count) });
      if (world.net.toR && !world.isDown) world.later(9, () => world.say('R', 'no-sa'));
    });
  }
  world.later(12_500, () => {
    world.say('S', 'peer-dead');
    for (const pair of [...world.ends.S.held]) {
      world.say('S', 'gone', { pair, note: 'dpd' });
      world.pair(pair).gone.S = { at: world.now };
    }
    world.ends.S.held.clear();
    world.ends.S.ike = false;
    world.sendBy(null);
    if (!world.isAnotherR && world.net.toR && world.net.toS) world.later(800, () => newIke(world, 'S'));
  });
}
