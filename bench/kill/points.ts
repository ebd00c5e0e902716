/** The points are drawn by seed: which phase of which command is struck by what, after how long, and how one goes on. */
import { seeded } from '../../src/lab/random.ts';
import { canMount } from './disk.ts';
import { PHASES, type PhaseId, type Struck } from './phases.ts';
import { STRIKES, type StrikeId } from './strikes.ts';
import { hasTerminals } from './terminal-program.ts';

export type FollowUp = 'resume' | 'collect' | 'disarm';

export interface Point {
  number: number;
  phase: PhaseId;
  strike: StrikeId;
  command: Struck;
  delayMs: number;
  followUp: FollowUp;
  /** The tunnel flaps while nobody looks, between the strike and what follows. */
  flapsMeanwhile: boolean;
}

export interface Drawn {
  points: Point[];
  skipped: string[];
}

const FOLLOW_UPS: readonly FollowUp[] = ['resume', 'collect', 'disarm'];

/** Every phase under `kill -9` first, then all other pairs in a drawn order, again and again. */
export function drawPoints(count: number, seed: number, folder: string): Drawn {
  const random = seeded(seed);
  const draw = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const { strikes, skipped } = availableStrikes(folder);
  const phases = Object.keys(PHASES) as PhaseId[];
  const pairs = phases.flatMap((phase) => strikes.filter((strike) => fits(phase, strike)).map((strike) => ({ phase, strike })));
  const order = [
    ...shuffle(pairs.filter(isKill), random),
    ...shuffle(
      pairs.filter((pair) => !isKill(pair)),
      random,
    ),
  ];
  const points = Array.from({ length: count }, (_, index): Point => {
    const { phase, strike } = order[index % order.length] as (typeof order)[number];
    return {
      number: index + 1,
      phase,
      strike,
      command: draw(PHASES[phase].commands.filter((command) => concerns(strike, command))),
      delayMs: Math.floor(random() * PHASES[phase].delayMs),
      followUp: draw(FOLLOW_UPS),
      flapsMeanwhile: random() < 0.4,
    };
  });
  return { points, skipped };
}

/** `disarm` writes no bundle. */
const concerns = (strike: StrikeId, command: Struck): boolean => command !== 'disarm' || STRIKES[strike].on !== 'disk of captures';
/** A full disk behind standard output is there all along: it matters where something is printed. */
const fits = (phase: PhaseId, strike: StrikeId): boolean => STRIKES[strike].on !== 'full output' || phase === 'judging';
const isKill = ({ strike }: { strike: StrikeId }): boolean => strike === 'kill -9';

function availableStrikes(folder: string): { strikes: StrikeId[]; skipped: string[] } {
  const lacks: Partial<Record<string, string>> = {
    ...(hasTerminals() ? {} : { terminal: '`script` of util-linux is not here' }),
    ...(canMount(`${folder}/try`)
      ? {}
      : { 'disk of captures': 'a file system may not be mounted', 'disk of state': 'a file system may not be mounted' }),
  };
  const all = Object.keys(STRIKES) as StrikeId[];
  const whyNot = (id: StrikeId): string | undefined => lacks[STRIKES[id].on];
  return {
    strikes: all.filter((id) => whyNot(id) === undefined),
    skipped: all.flatMap((id) => (whyNot(id) === undefined ? [] : [`skipped: ${id}: ${whyNot(id) ?? ''}`])),
  };
}

/** Fisher and Yates. */
function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const shuffled = [...list];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
