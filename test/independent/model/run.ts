/** One run: a set-up and its actions, played until some time after the first packet that R does not know. */
import type { Action } from './actions.ts';
import { tell } from './exchanges.ts';
import { routine } from './probes.ts';
import { initiatorOf, type PairId, type Peer, type Setup } from './state.ts';
import { World } from './world.ts';

/** Long enough for five probes and a half, and for an old pair to age out. */
const SETTLE_MS = 60_000;

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
  if (setup.isProbing) routine(world, 'S');
  if (setup.isRProbing) routine(world, 'R');
  for (const action of actions) {
    world.until(world.now + (typeof action.gap === 'number' ? action.gap : action.gap(world)));
    if (world.unknowns.length > 0 || !action.can(world)) break;
    world.hasActed = true;
    action.run(world);
    settle(world, action.settle);
  }
  const first = world.unknowns[0]?.at ?? world.now;
  let endsAt = Math.max(world.now, first + tailMs);
  world.until(endsAt);
  if (encore?.can(world) === true) {
    const before = world.unknowns.length;
    encore.run(world);
    settle(world, encore.settle, before);
    endsAt = world.now + tailMs;
    world.until(endsAt);
  }
  return { setup, actions, world, endsAt };
}

/** Plays on, but not past the first packet that R does not know. */
function settle(world: World, ms = SETTLE_MS, before = 0): void {
  const until = world.now + ms;
  while (world.unknowns.length === before) {
    const next = world.next();
    if (next === undefined || next > until) break;
    world.until(next);
  }
  if (world.unknowns.length === before) world.until(until);
}

/** The first pair, made while nothing is in the way. */
function birth(world: World): void {
  const by = initiatorOf(world.setup);
  const peer = by === 'R' ? 'S' : 'R';
  const made = (end: Peer): void => {
    world.install(end, 0);
    world.say(end, 'made', { pair: 0 });
  };
  const steps = world.setup.ike === 1 ? byQuickMode(world, by, peer, made) : byAuth(world, by, peer, made);
  // Not at once: what comes within moments of the installation is another matter.
  world.later(world.setup.isFf ? 5000 : 150, () => world.sendBy(0));
  for (const [at, run] of steps) world.later(at, run);
  world.ends.R.out = 0;
}

type Steps = readonly (readonly [number, () => void])[];

function byQuickMode(world: World, by: Peer, peer: Peer, made: (end: Peer) => void): Steps {
  const message = ++world.messages;
  return [
    [100, () => world.say(by, 'asks', { pair: 0, message, note: 'first' })],
    [109, () => world.say(peer, 'asked', { pair: 0, message, note: 'first' })],
    [114, () => made(peer)],
    [114, () => world.say(peer, 'answers', { pair: 0, message })],
    [123, () => world.say(by, 'answered', { pair: 0, message })],
    [131, () => made(by)],
    [131, () => world.say(by, 'switched', { pair: 0 })],
    [132, () => world.say(by, 'confirms', { pair: 0, message })],
    [141, () => world.say(peer, 'confirmed', { pair: 0, message })],
    [143, () => world.say(peer, 'switched', { pair: 0 })],
  ];
}

/** The first child is made in IKE_AUTH (RFC 7296 1.2). */
function byAuth(world: World, by: Peer, peer: Peer, made: (end: Peer) => void): Steps {
  const message = ++world.messages;
  const say = (end: Peer, ...kinds: string[]): void => {
    for (const kind of kinds) world.say(end, kind, { message });
  };
  return [
    [100, () => say(by, 'ike-begun')],
    [109, () => say(peer, 'ike-heard')],
    [118, () => say(by, 'ike-second')],
    [127, () => say(peer, 'auth-heard', 'initial-contact', 'ike-up')],
    [127, () => made(peer)],
    [127, () => say(peer, 'auth-answers')],
    [136, () => say(by, 'auth-answered', 'ike-up')],
    [136, () => made(by)],
    [136, () => world.say(by, 'switched', { pair: 0 })],
    [145, () => world.say(peer, 'switched', { pair: 0 })],
  ];
}

/** What R does about an unknown SPI (seed.md 5). */
function answer(world: World, pair: PairId): void {
  const { setup, ends } = world;
  if (ends.R.ike && !world.isClosing && setup.answers && !ends.R.held.has(pair)) {
    const isOpen = world.pair(pair).gone.R?.why === 'not-yet';
    if (!isOpen) world.later(2, () => tell(world, pair, 'ok', 'answer'));
  } else if (!ends.R.ike && setup.ike === 1) world.later(1, () => world.say('R', 'delete-unsendable', { pair }));
}
