/** What goes wrong at one end or between them, each as the model does it. */
import { deleteAtR, quick, tell } from './exchanges.ts';
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
export function kill(world: World, of: PairId, fate: 'ok' | 'lost'): void {
  const pair = quick(world, 'R', { fate: 'ok', of, isEager: true });
  const before = world.onUnknown;
  world.onUnknown = (unknown) => {
    world.onUnknown = before;
    if (unknown !== pair) return;
    world.later(70, () => {
      world.install('R', pair);
      world.say('R', 'gone', { pair, note: 'early-packet' });
      world.ends.R.held.delete(pair);
      world.pair(pair).gone.R = { why: 'early-packet', at: world.now, told: tell(world, pair, fate) };
      world.watch();
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
  world.later(18, () => world.say('R', 'ike-second', { message }));
  world.later(30, () => {
    world.say('S', 'auth-heard', { message });
    // As in any first IKE_AUTH, whose payloads name it.
    world.say('S', 'initial-contact', { message });
    world.say('S', 'ike-up', { message });
    world.install('S', pair);
    world.say('S', 'made', { pair });
    world.say('S', 'auth-answers', { message });
    world.say('S', 'switched', { pair });
    world.later(9, () => {
      world.say('R', 'auth-answered', { message });
      world.say('R', 'identity-refused', { message });
    });
    world.later(200, () => world.sendBy(pair));
  });
}

export function rebind(world: World): void {
  world.isRebound = true;
  world.watch();
}

export function move(world: World): void {
  world.say('S', 'new-address');
  world.isMoved = true;
  world.watch();
}

/** Both begin an IKE SA at nearly the same time, and R fails to put what comes of it in place (CSCve08418, field/routers.md 4). */
export function bothBegin(world: World): void {
  world.sendBy(null);
  world.later(100, () => {
    for (const { held } of Object.values(world.ends)) held.clear();
    world.log = [];
    const pair = world.newPair(world.now);
    world.pair(pair).gone.R = { why: 'not-installed', at: world.now, told: 'not-sent' };
    beginAt(world, 'R', 0);
    const message = beginAt(world, 'S', 4);
    world.later(31, () => {
      world.say('R', 'auth-heard', { message });
      world.say('R', 'ike-up', { message });
      world.say('R', 'not-installed', { pair });
      world.say('R', 'auth-answers', { message });
    });
    world.later(40, () => {
      world.say('S', 'auth-answered', { message });
      world.say('S', 'ike-up', { message });
      world.install('S', pair);
      world.say('S', 'made', { pair });
      world.say('S', 'switched', { pair });
      world.sendBy(pair);
    });
  });
}

/** One IKE_SA_INIT each way; that of S is gone on with. */
function beginAt(world: World, by: 'R' | 'S', delay: number): number {
  const message = ++world.messages;
  world.later(delay, () => world.say(by, 'ike-begun', { message, note: by === 'S' ? '' : 'in-vain' }));
  world.later(delay + 9, () => world.say(by === 'R' ? 'S' : 'R', 'ike-heard', { message }));
  world.later(delay + 18, () => world.say(by, by === 'S' ? 'ike-second' : 'already', { message }));
  return message;
}

/** On SD-WAN there is no IKE between the two; S sends to a TLOC that R has given up (ike.md 8.23). */
export function staleTloc(world: World): void {
  world.sendBy(null);
  world.later(100, () => {
    world.log = [];
    for (const end of Object.values(world.ends)) {
      end.held.clear();
      end.ike = false;
    }
    world.unknowns.push({ at: world.now, pair: null, from: 'tloc' });
    world.say('R', 'unknown-spi', { note: 'tloc' });
    world.later(60_400, () => world.say('R', 'unknown-spi', { note: 'tloc' }));
  });
}

export function strange(world: World): void {
  world.unknowns.push({ at: world.now, pair: null, from: 'stranger' });
  world.say('R', 'unknown-spi', { note: 'stranger' });
}
