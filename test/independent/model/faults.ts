/** What goes wrong at one end or between them, each as the model does it. */
import { deleteAtR, quick } from './exchanges.ts';
import type { PairId } from './state.ts';
import type { World } from './world.ts';

export function endPhaseOne(world: World, isHeard: boolean): void {
  const message = ++world.messages;
  world.say('R', 'ike-expired', { message });
  world.ends.R.ike = false;
  if (!isHeard) return;
  world.send('R', () => {
    world.say('S', 'ike-deleted', { message });
    world.ends.S.ike = false;
  });
}

/** Both begin at once; R drops the pair that S keeps (ike.md 8, cause 8). */
export function crossing(world: World, of: PairId): void {
  const one = quick(world, 'R', { fate: 'ok', of });
  const two = quick(world, 'S', { fate: 'ok', of });
  world.later(120, () => {
    const kept = world.ends.S.out === one ? one : two;
    world.say('S', 'switched', { pair: kept });
    world.sendBy(kept);
    deleteAtR(world, kept, 'duplicate', 'silent');
  });
}

/** A packet for the new SA comes before it is installed, and R deletes what it was about to install (CSCvn31824). */
export function kill(world: World, of: PairId): void {
  const pair = quick(world, 'R', { fate: 'ok', of, isEager: true });
  const before = world.onUnknown;
  world.onUnknown = (unknown) => {
    world.onUnknown = before;
    if (unknown !== pair) return;
    world.later(70, () => {
      world.install('R', pair);
      world.say('R', 'gone', { pair, note: 'early-packet' });
      world.say('R', 'delete-sent', { pair, message: ++world.messages });
      world.ends.R.held.delete(pair);
      world.pair(pair).gone.R = { why: 'early-packet', at: world.now, told: 'not-sent' };
    });
  };
}

/** R begins; S, which answers IKE_AUTH, has installed its child; R does not take S for whom it expects (RFC 7296 1.2). */
export function refuseIdentity(world: World): void {
  world.sendBy(null);
  // What is on its way still finds its SA.
  world.later(100, () => {
    world.ends.R.held.clear();
    world.ends.S.held.clear();
    world.log = [];
    world.ends.R.ike = false;
    refuseOnce(world);
  });
}

function refuseOnce(world: World): void {
  const message = ++world.messages;
  const pair = world.newPair(world.now);
  world.pair(pair).gone.R = { why: 'refused-new', at: world.now, told: 'not-sent' };
  world.say('R', 'ike-begun', { message });
  world.later(9, () => world.say('S', 'ike-heard', { message }));
  world.later(30, () => {
    world.say('S', 'made', { pair });
    world.say('S', 'ike-up', { message });
    world.install('S', pair);
    world.say('S', 'switched', { pair });
    world.later(9, () => world.say('R', 'identity-refused', { message }));
    world.later(200, () => world.sendBy(pair));
  });
}

export function rebind(world: World): void {
  world.isRebound = true;
  const message = ++world.messages;
  world.later(400, () => {
    world.say('S', 'probe-sent', { message });
    world.later(9, () => world.say('R', 'probe-heard', { message, note: 'new-port' }));
  });
  world.watch();
}

export function move(world: World): void {
  world.say('S', 'new-address');
  world.isMoved = true;
  world.watch();
}

export function strange(world: World): void {
  world.unknowns.push({ at: world.now, pair: null, from: 'stranger' });
  world.say('R', 'unknown-spi', { note: 'stranger' });
}
