/** How each end finds out whether the other lives: probes of a steady interval, five in vain, and what is deleted then (RFC 3706 5.5, RFC 7296 2.4). */
import { deleteAtR, newIke, other } from './exchanges.ts';
import type { Peer } from './state.ts';
import type { World } from './world.ts';

const ROUTINE_MS = 40_000;
const AGAIN_MS = 2000;
const TIMES = 5;
/** Later than any run ends. */
const LAST_MS = 1_500_000;

/** Probes as long as there is an IKE SA. */
export function routine(world: World, by: Peer): void {
  if (world.ends[by].ike && !(by === 'R' && world.isClosing)) attempt(world, by, 0, ++world.messages);
  if (world.now < LAST_MS) world.later(ROUTINE_MS, () => routine(world, by));
}

/** IKEv2 sends the same request again (RFC 7296 2.1); each of IKEv1 is an exchange of its own. */
function attempt(world: World, by: Peer, count: number, message: number): void {
  if (!world.ends[by].ike) return;
  const note = `${count === 0 ? '' : count}`;
  world.say(by, 'probe-sent', { message, note });
  let isAnswered = false;
  const hearAnswer = (): void => {
    isAnswered = true;
    if (world.ends[by].ike) world.say(by, 'probe-answered', { message, note: noteOf(world) });
  };
  if (world.isElsewhere) world.later(18, hearAnswer);
  else world.send(by, () => hear(world, other(by), message, hearAnswer));
  world.later(AGAIN_MS, () => {
    if (isAnswered) return;
    if (count + 1 < TIMES) attempt(world, by, count + 1, world.setup.ike === 2 ? message : ++world.messages);
    else if (world.ends[by].ike) takeForDead(world, by);
  });
}

const noteOf = (world: World): string => (world.isElsewhere ? 'elsewhere' : '');

function hear(world: World, at: Peer, message: number, answered: () => void): void {
  if (at === 'R' && world.isDown) return;
  if (!world.ends[at].ike) {
    world.say(at, 'no-sa');
    return;
  }
  world.say(at, 'probe-heard', { message, note: at === 'R' && world.isRebound ? 'new-port' : '' });
  world.send(at, answered);
}

function takeForDead(world: World, by: Peer): void {
  world.say(by, 'peer-dead');
  if (by === 'R') {
    for (const pair of [...world.ends.R.held]) deleteAtR(world, pair, 'dpd', 'silent');
    world.ends.R.ike = false;
    return;
  }
  const { S } = world.ends;
  for (const pair of [...S.held]) {
    world.say('S', 'gone', { pair, note: 'dpd' });
    world.pair(pair).gone.S = { at: world.now };
  }
  S.held.clear();
  S.ike = false;
  world.sendBy(null);
  world.later(800, () => newIke(world, 'S'));
}
