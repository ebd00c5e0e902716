/** What the two ends say to each other: quick modes and CREATE_CHILD_SAs, DELETEs, new IKE SAs, each message with its fate. */
import type { Gone, PairId, Peer, Told } from './state.ts';
import { ONE_WAY_MS, type World } from './world.ts';

export const other = (peer: Peer): Peer => (peer === 'R' ? 'S' : 'R');
/** How a DELETE fares: it arrives, it never does, only its second copy does, its answer is lost, or both its first copy and the answer to its second (IKEv2, RFC 7296 2.1). */
export type Fate = 'ok' | 'lost' | 'again' | 'unanswered' | 'again unanswered';
/** When a request is sent again, and when its sender gives the peer up (RFC 7296 2.1 and 2.4). */
const AGAIN_MS = [2000, 6000, 14_000, 30_000] as const;
/** No timer is written anywhere (RFC 7296 2.4): what lies between two copies does not tell which two they are. */
const AGAIN_SOON_MS = AGAIN_MS.map((wait) => wait / 2);
const GIVES_UP_MS = 62_000;

/** Lets S (or R) lose a pair because the other says so. */
function loseAtS(world: World, pair: PairId): void {
  const { S } = world.ends;
  if (!S.held.delete(pair)) return;
  world.pair(pair).gone.S = { at: world.now };
  world.say('S', 'gone', { pair, note: 'told' });
  if (S.out !== pair) return;
  const next = [...S.held].at(-1) ?? null;
  if (next !== null) world.say('S', 'switched', { pair: next });
  world.sendBy(next);
  if (next === null) renew(world, 'S', 900);
}

/** R deletes a pair and says so, as far as it can. */
export function deleteAtR(world: World, pair: PairId, why: Gone, fate: Fate | 'silent'): void {
  if (!world.ends.R.held.has(pair)) return;
  world.say('R', 'gone', { pair, note: why });
  const told = tell(world, pair, fate, why === 'with-ike' ? 'ike' : '');
  world.forget(pair, why, told);
}

/** R tells S that a pair is gone. */
export function tell(world: World, pair: PairId, fate: Fate | 'silent', note = ''): Told {
  if (fate === 'silent') return 'not-sent';
  if (!world.ends.R.ike) {
    if (world.setup.ike === 1) world.say('R', 'delete-unsendable', { pair });
    return 'unsendable';
  }
  const message = ++world.messages;
  world.say('R', 'delete-sent', { pair, message, note });
  if (note === 'ike') world.isClosing = true;
  const hear = (): void => hearDelete(world, pair, { message, note, isAnswerLost: fate.endsWith('unanswered') });
  if (fate === 'ok' && world.send('R', hear)) return 'in-time';
  const isHeard = fate === 'unanswered' && world.send('R', hear);
  if (world.setup.ike === 1) return 'lost';
  sendAgain(world, { pair, message, waits: fate === 'again unanswered' ? AGAIN_SOON_MS : AGAIN_MS }, hear);
  if (isHeard) return 'in-time';
  return fate.startsWith('again') && world.net.toS ? 'late' : 'lost';
}

function sendAgain(
  world: World,
  { pair, message, waits }: { pair: PairId; message: number; waits: readonly number[] },
  hear: () => void,
): void {
  const isOver = (): boolean => !world.ends.R.ike || world.log.some((each) => each.kind === 'ack-heard' && each.message === message);
  for (const wait of waits) {
    world.later(wait, () => {
      if (isOver()) return;
      world.say('R', 'delete-again', { pair, message });
      world.send('R', hear);
    });
  }
  world.later(GIVES_UP_MS, () => {
    if (isOver()) return;
    world.say('R', 'peer-dead');
    for (const held of [...world.ends.R.held]) deleteAtR(world, held, 'dpd', 'silent');
    world.ends.R.ike = false;
  });
}

function hearDelete(
  world: World,
  pair: PairId,
  { message, note, isAnswerLost }: { message: number; note: string; isAnswerLost: boolean },
): void {
  if (!world.ends.S.ike) return;
  const isSecond = world.log.some((each) => each.kind === 'delete-heard' && each.message === message);
  if (!isSecond) {
    world.say('S', 'delete-heard', { pair, message, note });
    loseAtS(world, pair);
  }
  if (world.setup.ike === 2) acknowledge(world, message, isAnswerLost && !isSecond, note === 'ike');
  // Its IKE SA went with it (RFC 7296 1.4.1), and all that was made under it.
  if (note !== 'ike') return;
  for (const held of [...world.ends.S.held]) loseAtS(world, held);
  world.ends.S.ike = false;
}

function acknowledge(world: World, message: number, isLost: boolean, isOfIke: boolean): void {
  world.say('S', 'ack-sent', { message });
  if (isLost) return;
  world.send('S', () => {
    if (!world.ends.R.ike) return;
    world.say('R', 'ack-heard', { message });
    if (isOfIke) world.ends.R.ike = false;
  });
}

/** S tears a pair down: both ends know, but what was on its way arrives after. */
export function deleteAtS(world: World, pair: PairId): void {
  const message = ++world.messages;
  world.say('S', 'gone', { pair, note: 'torn' });
  world.say('S', 'delete-sent', { pair, message });
  world.ends.S.held.delete(pair);
  world.pair(pair).gone.S = { at: world.now };
  const isHeard = world.send('S', () => {
    world.say('R', 'delete-heard', { pair, message });
    world.say('R', 'gone', { pair, note: 'by-peer' });
    world.forget(pair, 'by-peer', 'not-needed');
    if (world.setup.ike === 2) {
      world.say('R', 'ack-sent', { message });
      world.send('R', () => world.say('S', 'ack-heard', { message }));
    }
  });
  // ESP leaves a moment longer than IKE: two queues.
  world.later(isHeard ? 6 : 0, () => world.sendBy(null));
  renew(world, 'S', 1500);
}

/** Whoever has traffic and no SA asks for one. */
export function renew(world: World, by: Peer, delay: number): void {
  world.later(delay, () => {
    if (world.isDown || world.ends[by].held.size > 0 || world.isElsewhere) return;
    if (!world.ends.R.ike || !world.ends.S.ike) return newIke(world, by);
    quick(world, by, { fate: 'ok' });
  });
}

/** A new IKE SA with INITIAL_CONTACT: the other drops what it had of this peer (RFC 2407 4.6.3.3, RFC 7296 2.4). */
export function newIke(world: World, by: Peer): void {
  const peer = other(by);
  const message = ++world.messages;
  world.say(by, 'ike-begun', { message });
  if (world.isElsewhere || (peer === 'R' && world.isDown)) return;
  if (!world.send(by, () => world.say(peer, 'ike-heard', { message })) || !world.net.toR || !world.net.toS) return;
  const begins = world.now;
  const at = (trips: number, run: () => void): void => world.later(begins + trips * ONE_WAY_MS - world.now, run);
  if (world.setup.ike === 1) {
    at(2, () => world.say(by, 'ike-second', { message }));
    at(3, () => world.say(peer, 'ike-third', { message }));
    at(4, () => world.say(by, 'ike-fourth', { message }));
    at(5, () => contact(world, peer, message));
    at(6, () => {
      concludeIke(world, by, message);
      quick(world, by, { fate: 'ok' });
    });
    return;
  }
  // IKE_AUTH makes the first child as well (RFC 7296 1.2).
  const pair = world.newPair(world.now + 3 * ONE_WAY_MS);
  world.pair(pair).gone.R = { why: 'not-yet', at: world.now, told: 'not-needed' };
  at(2, () => world.say(by, 'ike-second', { message }));
  at(3, () => {
    world.say(peer, 'auth-heard', { message });
    contact(world, peer, message);
    world.install(peer, pair);
    world.say(peer, 'made', { pair });
    world.say(peer, 'auth-answers', { message });
  });
  at(4, () => {
    world.say(by, 'auth-answered', { message });
    concludeIke(world, by, message);
    world.install(by, pair);
    world.say(by, 'made', { pair });
    use(world, by, pair);
    world.later(ONE_WAY_MS, () => use(world, peer, pair));
  });
}

function contact(world: World, peer: Peer, message: number): void {
  world.say(peer, 'initial-contact', { message });
  world.say(peer, 'ike-up', { message });
  for (const pair of [...world.ends[peer].held]) {
    world.say(peer, 'gone', { pair, note: 'contact' });
    drop(world, peer, pair);
  }
  world.ends[peer].ike = true;
  if (peer === 'R') world.isClosing = false;
}

/** Who asks for contact anew has nothing left of before. */
function concludeIke(world: World, by: Peer, message: number): void {
  world.say(by, 'ike-up', { message });
  for (const pair of [...world.ends[by].held]) drop(world, by, pair);
  world.ends[by].ike = true;
  if (by === 'R') world.isClosing = false;
}

function drop(world: World, peer: Peer, pair: PairId): void {
  if (peer === 'R') {
    world.forget(pair, 'with-ike', 'not-sent');
    return;
  }
  world.ends.S.held.delete(pair);
  world.pair(pair).gone.S = { at: world.now };
}

export interface Quick {
  fate: 'ok' | 'refused' | 'no-memory';
  /** The pair that this one replaces. */
  of?: PairId;
  /** IKEv2: S, which answers, uses the new SA at once (RFC 7296 2.8). */
  isEager?: boolean;
  retires?: Fate;
}

/** A quick mode, or a CREATE_CHILD_SA. */
export function quick(world: World, by: Peer, how: Quick): PairId {
  const pair = world.newPair(world.now, how.of);
  world.pair(pair).gone.R = { why: 'not-yet', at: world.now, told: 'not-needed' };
  const message = ++world.messages;
  const peer = other(by);
  world.say(by, 'asks', { pair, message, note: how.of === undefined ? 'first' : 'rekey' });
  world.send(by, () => {
    world.say(peer, 'asked', { pair, message, note: how.of === undefined ? 'first' : 'rekey' });
    if (how.fate === 'refused') return refuse(world, peer, pair, message);
    answer(world, peer, pair, message, how);
  });
  return pair;
}

function refuse(world: World, peer: Peer, pair: PairId, message: number): void {
  world.say(peer, 'refuses', { pair, message });
  world.send(peer, () => world.say(other(peer), 'refused', { pair, message }));
}

function answer(world: World, peer: Peer, pair: PairId, message: number, how: Quick): void {
  world.later(5, () => {
    world.install(peer, pair);
    world.say(peer, 'made', { pair });
    world.say(peer, 'answers', { pair, message });
    if (world.setup.ike === 2 && peer === 'S' && how.isEager === true) use(world, 'S', pair);
    world.send(peer, () => conclude(world, other(peer), pair, message, how));
  });
}

function use(world: World, peer: Peer, pair: PairId): void {
  world.say(peer, 'switched', { pair });
  if (peer === 'S') world.sendBy(pair);
  else world.ends.R.out = pair;
}

function conclude(world: World, by: Peer, pair: PairId, message: number, how: Quick): void {
  world.say(by, 'answered', { pair, message });
  if (by === 'R' && how.fate === 'no-memory') {
    world.say('R', 'no-memory', { pair });
    const gone = world.pair(pair).gone;
    gone.R = { why: 'no-memory', at: world.now, told: 'not-sent' };
    if (world.setup.ike === 1) third(world, by, pair, message);
    else use(world, 'S', pair);
    return;
  }
  const isOld = world.setup.ike === 1 && by === 'R' && world.setup.isOldR;
  if (isOld) third(world, by, pair, message);
  const slow = isOld ? 30 : 8;
  world.later(slow, () => {
    if (world.pair(pair).gone.R?.why === 'early-packet') return;
    world.install(by, pair);
    world.say(by, 'made', { pair });
    use(world, by, pair);
    if (world.setup.ike === 1 && !isOld) third(world, by, pair, message);
    if (world.setup.ike === 1) return retire(world, by, how, 30_000);
    if (how.of === undefined) world.later(12, () => use(world, other(by), pair));
    retire(world, by, how, 4);
  });
}

/** IKEv1's third message lets the one who answered use what it has made. */
function third(world: World, by: Peer, pair: PairId, message: number): void {
  world.say(by, 'confirms', { pair, message });
  const peer = other(by);
  world.send(by, () => {
    world.say(peer, 'confirmed', { pair, message });
    use(world, peer, pair);
  });
}

/** The old pair goes: who began the rekey deletes it (RFC 7296 2.8), or it ages out. */
function retire(world: World, by: Peer, { of, retires = 'ok' }: Quick, delay: number): void {
  if (of === undefined) return;
  if (world.setup.ike === 1) world.say(by, 'sibling', { pair: of });
  world.later(delay, () => {
    if (by === 'R') return deleteAtR(world, of, 'retired', retires);
    const { S } = world.ends;
    if (!S.held.delete(of)) return;
    const message = ++world.messages;
    world.pair(of).gone.S = { at: world.now };
    world.say('S', 'gone', { pair: of, note: 'retired' });
    world.say('S', 'delete-sent', { pair: of, message });
    if (S.out === of) world.sendBy([...S.held].at(-1) ?? null);
    world.send('S', () => {
      world.say('R', 'delete-heard', { pair: of, message });
      world.say('R', 'gone', { pair: of, note: 'by-peer' });
      world.forget(of, 'by-peer', 'not-needed');
      if (world.setup.ike === 1) return;
      const newest = [...world.ends.R.held].at(-1);
      if (newest !== undefined && world.ends.R.out !== newest) use(world, 'R', newest);
      world.say('R', 'ack-sent', { message });
      world.send('R', () => world.say('S', 'ack-heard', { message }));
    });
  });
}
