/** Taken: a show, a log or a debug that the bundle has for just that time is not asked for again: what it does not say, the same would not say another time; one that is full of holes might. */
import type { PeerState } from '../timeline/state.ts';
import { isShownLate } from './clues.ts';
import { endingOf } from './ending.ts';
import type { Wanted } from './fact.ts';
import { gradeOfSilence, type Heard, listened, type Stretch } from './listening.ts';
import type { Scene } from './scene.ts';
import { instantOn } from './silence.ts';

/** As long before the end, or behind the last message, as a look that is asked for should reach. [L] */
const REACH_MS = 60_000;
const AROUND_MS = 2000;

export function isTaken({ role, look, when }: Wanted, scene: Scene): boolean {
  if ('show' in look) return isShown(look.show, when, { scene, side: role === 'R' ? scene.receiver : scene.sender });
  const heard: Heard | undefined = 'debug' in look ? look.debug : 'log' in look ? 'log' : undefined;
  const stretch = heard === undefined ? undefined : stretchOf(when, role === 'R' ? scene.receiver : scene.sender, scene);
  if (heard === undefined || stretch === undefined || listened(scene.timeline, heard, stretch) !== 'yes') return false;
  return gradeOfSilence(scene.timeline, stretch) !== 'hinted';
}

/** What each of these shows says, where it was captured at all. */
const SAID_BY: Readonly<Record<string, keyof PeerState>> = {
  'show clock': 'clockAt',
  'show version': 'uptimeSeconds',
  'show running-config | section crypto': 'invalidSpiRecovery',
  'show crypto ipsec sa': 'ipsecSas',
  'show crypto ikev2 sa': 'ikeSas',
  'show crypto session': 'sessions',
  'show crypto gdoi': 'groups',
  'show ip nhrp detail': 'nhrp',
  'show platform hardware qfp active feature ipsec': 'dataPlaneSas',
};

/** Of what these say a show at any time tells alike. */
const OF_ANY_TIME: readonly string[] = ['clockAt', 'uptimeSeconds', 'invalidSpiRecovery'];

/** What a router holds it may have held for a while only, and hold no more. */
function isShown(show: string, when: Wanted['when'], { scene, side }: { scene: Scene; side: Stretch['side'] }): boolean {
  const said = SAID_BY[show];
  if (said === undefined || scene.timeline.states[side][said] === undefined) return false;
  if (OF_ANY_TIME.includes(said) || when === 'now') return true;
  return (when === 'at the message' || when === 'after the message') && !isShownLate(scene, side);
}

/** On that side's own clock; undefined where it is not known when that was. */
function stretchOf(when: Wanted['when'], side: Stretch['side'], scene: Scene): Stretch | undefined {
  const { inbound, outbound } = scene.sa ?? {};
  const made = scene.event(inbound?.created) ?? scene.event(outbound?.created);
  const [first, last] = [scene.logs[0], scene.logs.at(-1)].map((event) => instantOn(scene, side, event));
  const [madeAt, end] = [made, endingOf(scene)?.event].map((event) => instantOn(scene, side, event));
  const spans: Readonly<Record<Wanted['when'], readonly [number | undefined, number | undefined]>> = {
    'at the making': [minus(madeAt, AROUND_MS), minus(madeAt, -AROUND_MS)],
    'before the end': [minus(end, REACH_MS), end],
    'over the end': [minus(end, REACH_MS), last],
    'at the message': [minus(first, AROUND_MS), minus(first, -AROUND_MS)],
    'after the message': [last, minus(last, -REACH_MS)],
    now: [undefined, undefined],
  };
  const [fromMs, toMs] = spans[when];
  return fromMs === undefined || toMs === undefined ? undefined : { side, fromMs, toMs };
}

function minus(at: number | undefined, ms: number): number | undefined {
  return at === undefined ? undefined : at - ms;
}
