/** Replaying a bundle plays its chain in the lab, and where that comes out as it was captured, again with each remedy: when would it have healed? */
import { FlaptrapError } from '../../errors.ts';
import type { CauseId } from '../../ipsec/cause.ts';
import { other, SIDES } from '../../ipsec/side.ts';
import { playReplay, type Replayed, type ReplaySpec } from '../../lab/replay.ts';
import { sayNothing } from '../../report/none.ts';
import { printSpan } from '../../timeline/span.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { Judged } from '../judge-read.ts';
import { type CapturedChain, captureChain } from './captured.ts';

/** Over several seeds: the earliest and the latest; null where it had not healed when the watch ended. */
export interface Healed {
  leastMs: number | null;
  mostMs: number | null;
  by: Replayed['by'];
}

export interface ReplayedRemedy {
  remedy: string;
  /** On which routers, by name, and in words of IOS; empty where it is more than a line. */
  on: string[];
  lines: string[];
  healed: Healed;
}

export interface ReplayReport {
  schema: 'flaptrap.replay/1';
  /** Nothing of it was measured on a router. */
  isSimulated: true;
  story: number;
  cause: CauseId | 'unknown';
  captured: Pick<CapturedChain, 'told' | 'by' | 'healed'>;
  replayed: Healed & { told: Replayed['told'] };
  /** By how much the replay may differ from what was captured. */
  toleranceMs: number;
  remedies: ReplayedRemedy[];
  watchedMs: number;
  assumed: string[];
}

/** Each draws its own times and SPIs. */
const SEEDS = [1, 2, 3];
const TOLERANCE_LEAST_MS = 5000;
const TOLERANCE_SHARE = 0.1;
/** Behind the end of the SA's life, after which nothing can go on. */
const BEHIND_MS = 120_000;

/** `story` counts from 1. Throws `input` with why where the chain cannot be played, or comes out otherwise than it was captured. */
export async function replayBundle({ verdict, timeline }: Pick<Judged, 'verdict' | 'timeline'>, story = 1): Promise<ReplayReport> {
  const told = verdict.stories[story - 1];
  const [index] = told?.incidents ?? [];
  if (told === undefined || index === undefined) throw noStory(verdict, story);
  const captured = captureChain(verdict, timeline, index);
  if (captured.healed.mostMs !== null && captured.healed.mostMs < TOLERANCE_LEAST_MS) throw tooShort(sayHealed(captured.healed));
  const spec = { ...captured.spec, untilMs: watchedMs(captured) };
  const played = await playAll(spec);
  const toleranceMs = toleranceOf(captured.healed.mostMs ?? captured.healed.leastMs);
  for (const each of played) requireSame(captured, each);
  const { mostMs } = healedIn(played);
  if (mostMs !== null && mostMs < TOLERANCE_LEAST_MS) throw tooShort(`within ${printSpan(TOLERANCE_LEAST_MS)} in the replay`);
  return {
    schema: 'flaptrap.replay/1',
    isSimulated: true,
    story,
    cause: told.cause,
    captured: { told: captured.told, by: captured.by, healed: captured.healed },
    replayed: { ...healedIn(played), told: played[0]?.told ?? 'not-sent' },
    toleranceMs,
    remedies: await playRemedies(spec, (side) => verdict.tunnel[side].name),
    watchedMs: spec.untilMs,
    assumed: captured.assumed,
  };
}

function noStory(verdict: Verdict, story: number): FlaptrapError {
  const { length } = verdict.stories;
  if (length === 0) return new FlaptrapError('input', sayNothing(verdict) ?? 'the bundle has no incident: there is nothing to replay');
  return new FlaptrapError('input', `there is no story ${story}`, {
    next: length === 1 ? 'leave --story out: the report has one story' : `give --story 1 to ${length}, as the report counts them`,
  });
}

function tooShort(over: string): FlaptrapError {
  return new FlaptrapError('input', `it was over ${over}, which is less than a replay can tell apart (${printSpan(TOLERANCE_LEAST_MS)})`, {
    next: 'no remedy would have shortened it by much',
  });
}

function watchedMs({ spec, healed }: CapturedChain): number {
  const lifeMs = (spec.lifetimeSeconds[other(spec.receiver)] - spec.ageSeconds) * 1000;
  return Math.max(lifeMs, healed.mostMs ?? healed.leastMs) + BEHIND_MS;
}

async function playAll(spec: ReplaySpec): Promise<Replayed[]> {
  const played: Replayed[] = [];
  for (const seed of SEEDS) played.push(await playReplay(spec, seed));
  return played;
}

function healedIn(played: readonly Replayed[]): Healed {
  const times = played.map(({ healedMs }) => healedMs ?? Number.POSITIVE_INFINITY);
  const finite = (ms: number) => (Number.isFinite(ms) ? ms : null);
  return { leastMs: finite(Math.min(...times)), mostMs: finite(Math.max(...times)), by: played[0]?.by ?? null };
}

/** Each bound may be missed by its own share: that an SA may have lived for an hour excuses nothing of what was over within a minute. */
const toleranceOf = (ms: number): number => Math.max(TOLERANCE_LEAST_MS, TOLERANCE_SHARE * ms);

function requireSame({ told, by, healed }: CapturedChain, played: Replayed): void {
  if (told !== 'not-needed' && told !== played.told) throw differs(`the sender was told ${told}`, `told ${played.told}`);
  if (by !== null && by !== played.by) throw differs(`it ended by ${by}`, played.by === null ? 'no end' : `an end by ${played.by}`);
  const most = healed.mostMs ?? Number.POSITIVE_INFINITY;
  const at = played.healedMs ?? Number.POSITIVE_INFINITY;
  const missed = at < healed.leastMs - toleranceOf(healed.leastMs) ? healed.leastMs : at > most + toleranceOf(most) ? most : undefined;
  if (missed !== undefined)
    throw differs(
      `it was over ${sayHealed(healed)}`,
      `it over ${at === Number.POSITIVE_INFINITY ? 'not at all' : `after ${printSpan(at)}`}`,
      toleranceOf(missed),
    );
}

function differs(captured: string, played: string, toleranceMs?: number): FlaptrapError {
  const within = toleranceMs === undefined ? '' : ` (more than ${printSpan(toleranceMs)} apart)`;
  return new FlaptrapError('input', `the lab does not reproduce what was captured: ${captured}, and the replay has ${played}${within}`, {
    next: 'what it would say of a remedy would be worth nothing; `flaptrap report` has the verdict',
  });
}

export function sayHealed({ leastMs, mostMs }: CapturedChain['healed']): string {
  if (mostMs === null) return `not before ${printSpan(leastMs)}`;
  return leastMs === mostMs ? `after ${printSpan(leastMs)}` : `after ${printSpan(leastMs)} to ${printSpan(mostMs)}`;
}

interface Remedy extends Pick<ReplayedRemedy, 'remedy' | 'on' | 'lines'> {
  change: Partial<ReplaySpec>;
}

async function playRemedies(spec: ReplaySpec, nameOf: (side: ReplaySpec['receiver']) => string): Promise<ReplayedRemedy[]> {
  const played: ReplayedRemedy[] = [];
  for (const { change, ...said } of remediesFor(spec, nameOf))
    played.push({ ...said, healed: healedIn(await playAll({ ...spec, ...change })) });
  return played;
}

const DPD_SECONDS = 10;

/** Those that change anything here. */
function remediesFor(spec: ReplaySpec, nameOf: (side: ReplaySpec['receiver']) => string): Remedy[] {
  const { ike, dpdSeconds, lifetimeSeconds, receiver } = spec;
  const both = SIDES.map(nameOf);
  const probes = SIDES.every((side) => (dpdSeconds[side] ?? Number.POSITIVE_INFINITY) <= DPD_SECONDS);
  const least = Math.min(lifetimeSeconds.a, lifetimeSeconds.b);
  const all: (Remedy & { isNew: boolean })[] = [
    {
      isNew: !probes,
      remedy: `dead peer detection every ${DPD_SECONDS} s at both ends`,
      on: both,
      lines: ike === 1 ? ['crypto isakmp keepalive 10 3 periodic'] : ['crypto ikev2 dpd 10 3 periodic'],
      change: { dpdSeconds: { a: DPD_SECONDS, b: DPD_SECONDS } },
    },
    {
      isNew: !spec.recovers,
      remedy: 'invalid SPI recovery at the receiver',
      on: [nameOf(receiver)],
      lines: ['crypto isakmp invalid-spi-recovery'],
      change: { recovers: true },
    },
    {
      isNew: lifetimeSeconds.a !== lifetimeSeconds.b,
      remedy: `equal lifetimes (${least} s)`,
      on: both,
      lines: [`crypto ipsec security-association lifetime seconds ${least}`],
      change: { lifetimeSeconds: { a: least, b: least } },
    },
    { isNew: ike === 1, remedy: 'IKEv2 in the place of IKEv1', on: both, lines: [], change: { ike: 2 } },
  ];
  return all.flatMap(({ isNew, ...remedy }) => (isNew ? [remedy] : []));
}
