/** Stories: a run of the model, printed by both ends, with the truth and whether the record that is left can decide. */
import { castOf, releasesOf, type Side, stampsOf, VIEWS, type View } from './cast.ts';
import { type Decided, type Keepings, LONGEST_HOLE, lookOf, type Worlds, worldsOf } from './decide.ts';
import { ACTIONS } from './model/actions.ts';
import { explore, type Plan } from './model/explore.ts';
import { play, type Run } from './model/run.ts';
import { LIFETIME_S, type Peer, THRESHOLD_S, type Unknown } from './model/state.ts';
import { STRANGE_SPI, TLOC_SPI } from './print/ipsec.ts';
import { type Entry, entriesOf, type Keeping, keep, losable, type Printed, printRecord } from './print/record.ts';
import { type Cast, hex, type Release } from './print/words.ts';
import { type Lots, lotsOf } from './random.ts';
import { debuggingText, showFiles } from './shows.ts';
import { type Truth, truthOf } from './truth.ts';

export interface Line {
  side: Side;
  file: string;
  line: number;
}

/** One unknown SPI of a story. */
export interface Incident {
  spi: string;
  receiver: Side;
  truth: Truth;
  /** Causes and links that every run shares which would print this; empty where the record cannot decide. Null: not looked into. */
  shared: Pick<Truth, 'causes' | 'forgot' | 'told' | 'sends'> | null;
  possible: readonly string[];
  /** What shows the cause and is in the record: one list for each thing that happened. */
  decisive: readonly (readonly Line[])[];
}

export interface Story {
  seed: number;
  /** How it came about, in the model's words. */
  plan: string;
  view: string;
  files: Record<string, string>;
  incidents: readonly Incident[];
}

const PEERS = ['R', 'S'] as const;
const TAILS = [8000, 75_000] as const;

/** All that stories are drawn from; what is worked out once is kept. */
export class Stories {
  private readonly shallow: readonly Plan[];
  private readonly deep: readonly Plan[];
  private readonly byEnd: readonly (readonly Plan[])[];
  private readonly shallowByEnd: readonly (readonly Plan[])[];
  private readonly worlds = new Map<string, Map<string, Worlds>>();
  private readonly views: readonly View[];
  private readonly drawn: readonly View[];

  constructor(depth: number, views: readonly View[] = VIEWS) {
    this.shallow = explore(1);
    // The same runs in both, where they are: what is printed once serves both.
    this.deep =
      depth > 1
        ? [...this.shallow.filter(({ isHealthy }) => !isHealthy), ...explore(depth).filter(({ actions }) => actions.length > 1)]
        : this.shallow;
    this.byEnd = groupByEnd(this.deep);
    this.shallowByEnd = groupByEnd(this.shallow);
    this.views = views;
    this.drawn = views.flatMap((view) => Array.from({ length: view.weight }, () => view));
  }

  /** `isAsked`: whether the model is asked what the record decides; what is true is known without it, and most of the work is spared. */
  tell(seed: number, isAsked = true): Story {
    const lots = lotsOf(seed);
    const view = lots.pick(this.drawn);
    const isRisky = view.risk !== undefined;
    const plan = lots.pick(lots.pick(isRisky ? this.shallowByEnd : this.byEnd));
    const release = lots.pick(releasesOf(plan.setup));
    const { cast, sides } = castOf(lots, plan.setup, release);
    const encore = lots.chance(0.15) ? lots.pick(ACTIONS) : undefined;
    const run = play(plan.setup, plan.actions, lots.pick(TAILS), encore);
    const isMore = run.world.unknowns.some(({ pair }) => pair !== run.world.unknowns[0]?.pair);
    const keepings = lose(lots, view, entriesOf(cast, run.world.log));
    const shown = print(lots, run, cast, keepings, sides);
    // Of two incidents at once only what is true is known, not what the record decides.
    const worlds = !isAsked || plan.isHealthy || encore !== undefined ? undefined : this.worldsFor(view, plan, release);
    return {
      seed,
      plan: `v${plan.setup.ike} ${release}: ${plan.actions.map(({ id }) => id).join('; ') || 'nothing'}${isMore ? `, and then ${encore?.id}` : ''}`,
      view: view.id,
      files: shown.files,
      incidents: incidentsOf(run, cast, keepings, sides, shown, worlds),
    };
  }

  private worldsFor(view: View, { setup }: Plan, release: Release): Worlds | undefined {
    const kin = `${setup.ike} ${release} ${setup.isNat}`;
    const known = this.worlds.get(kin);
    if (known !== undefined) return known.get(view.id);
    const fits = (plan: Plan): boolean =>
      !plan.isHealthy && plan.setup.ike === setup.ike && plan.setup.isNat === setup.isNat && releasesOf(plan.setup).includes(release);
    const [shallow, deep] = [this.shallow.filter(fits), this.deep.filter(fits)];
    const kinds = this.views.map(({ id, keepings, risk }) => ({ id, keepings, plans: risk === undefined ? deep : shallow }));
    const made = worldsOf(kinds, castOf(lotsOf(1), setup, release).cast, TAILS);
    this.worlds.set(kin, made);
    return made.get(view.id);
  }
}

/** As many stories of each end as of any other. */
function groupByEnd(plans: readonly Plan[]): Plan[][] {
  const groups = new Map<string, Plan[]>();
  for (const plan of plans) {
    const key = plan.isHealthy ? 'healthy' : `${plan.setup.ike} ${plan.actions.at(-1)?.id ?? 'nothing'} ${plan.setup.isStaleAtS}`;
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  return [...groups.values()];
}

/** Some of a record that proves nothing may be lost; and a log may be numbered. */
function lose(lots: Lots, { keepings, risk }: View, entries: readonly Entry[]): Keepings {
  const forms = ['counted', 'counted-numbered'] as const;
  const vary = (keeping: Keeping): Keeping => (!keeping.form.startsWith('counted') ? keeping : { ...keeping, form: lots.pick(forms) });
  const varied: Keepings = { R: vary(keepings.R), S: vary(keepings.S) };
  if (risk === undefined || lots.chance(0.3)) return varied;
  const count = losable(keep(entries, risk, varied[risk])).length;
  if (count < 2) return varied;
  const from = lots.chance(0.3) ? 0 : lots.between(0, count - 1);
  const lost = { from, to: Math.min(count, from + lots.between(1, LONGEST_HOLE)) };
  // A terminal's log has no counts.
  const form = varied[risk].families.includes('terminal') ? 'bare' : 'numbered';
  return { ...varied, [risk]: { ...varied[risk], form, lost } };
}

interface Shown {
  files: Record<string, string>;
  printed: Record<Peer, Printed>;
  kept: Record<Peer, Entry[]>;
  /** Both ends show that NTP keeps their clocks; an unmarked stamp may be of a clock that was set by hand. */
  isOneTime: boolean;
}

const FILE = 'show_logging.txt';
/** Of a message from a stranger, among the noise. */
export const STRANGER_SPI = '0x12345678';

function print(lots: Lots, run: Run, cast: Cast, keepings: Keepings, sides: Record<Peer, Side>): Shown {
  const stamps = stampsOf(lots);
  const entries = warp(lots, run, addNoise(lots, run, cast, entriesOf(cast, run.world.log)));
  const files: Record<string, string> = { 'tunnel.yaml': tunnelOf(cast, sides) };
  const printed = {} as Record<Peer, Printed>;
  const kept = {} as Record<Peer, Entry[]>;
  for (const peer of PEERS) {
    const all = entries.filter((entry) => entry.peer === peer);
    kept[peer] = keep(entries, peer, keepings[peer]);
    printed[peer] = printRecord(kept[peer], all, keepings[peer], stamps[peer]);
    if (keepings[peer].isAbsent) continue;
    files[`${sides[peer]}/${FILE}`] = printed[peer].text;
    const isOff = peer === 'R' && run.world.log.some(({ kind }) => kind === 'restart');
    files[`${sides[peer]}/show_debugging.txt`] = debuggingText(cast, keepings[peer].families, isOff);
    const shows = showFiles(cast, run, peer, stamps[peer]);
    if (lots.chance(0.5)) files[`${sides[peer]}/show_clock.txt`] = shows['show_clock.txt'] ?? '';
    if (!keepings[peer].shows) continue;
    for (const [name, text] of Object.entries(shows)) files[`${sides[peer]}/${name}`] = text;
  }
  return { files, printed, kept, isOneTime: PEERS.every((peer) => keepings[peer].shows && stamps[peer].mark === '') };
}

/** The third: somebody comes to collect. */
const NOISE = [
  '%LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet0/3, changed state to up',
  '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (192.0.2.200)',
  '%SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: ops] [Source: 192.0.2.200] [localport: 22]',
  '%OSPF-5-ADJCHG: Process 1, Nbr 10.9.9.9 on GigabitEthernet0/3 from LOADING to FULL, Loading Done',
] as const;

function noiseAt(peer: Peer, at: number, text: string): Entry {
  return { family: text.startsWith('%') ? 'syslog' : 'ike', tag: '', lines: [text], at, peer, happening: { at, peer, kind: 'noise' } };
}

/** Lines that tell nothing of this tunnel. */
function addNoise(lots: Lots, run: Run, cast: Cast, entries: Entry[]): Entry[] {
  const collected = lots.chance(0.7) ? PEERS.map((peer): Entry => noiseAt(peer, run.endsAt + lots.between(500, 9000), NOISE[2])) : [];
  if (lots.chance(0.5)) return [...entries, ...collected];
  const noise = PEERS.flatMap((peer) =>
    Array.from({ length: lots.between(1, 4) }, (): Entry => {
      const at = lots.between(0, Math.round(run.endsAt));
      if (lots.chance(0.15))
        return noiseAt(
          peer,
          at,
          `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${cast.address[peer]}, prot=50, spi=${STRANGER_SPI}(305419896), srcaddr=${cast.stranger}`,
        );
      const isOther = cast.ike === 1 && cast.release[peer] === '15';
      if (isOther && lots.chance(0.2))
        return noiseAt(
          peer,
          at,
          `ISAKMP:(${cast.conn[peer] + 7}): processing DELETE payload. message ID = ${lots.between(1, 2_000_000_000)}`,
        );
      const text =
        isOther && lots.chance(0.4) ? `ISAKMP: set new node ${lots.between(1, 2_000_000_000)} to QM_IDLE      ` : lots.pick(NOISE);
      return noiseAt(peer, at, text);
    }),
  );
  // Behind what happened at the same time, so that what is lost is counted alike.
  return [...entries, ...noise, ...collected].toSorted((one, two) => one.at - two.at);
}

const LONG_PAUSE_MS = 5000;

/** The first long pause may be longer, where nothing is on a timer and no SA comes to its end. */
function warp(lots: Lots, run: Run, entries: Entry[]): Entry[] {
  const { world, setup, endsAt } = run;
  const room = LIFETIME_S * 1000 - THRESHOLD_S * 1000 - endsAt;
  const isTimed =
    setup.isProbing || setup.isRProbing || world.log.some(({ kind, note }) => kind === 'threshold' || note === 'expired-idle');
  if (isTimed || room <= 0) return entries;
  const later = lots.next() * room;
  const first = entries.findIndex(({ at }, index) => at - (entries[index - 1]?.at ?? at) > LONG_PAUSE_MS);
  // Behind a message a longer log would hold the next one (seed.md 4).
  const isBehind = (entries[first]?.at ?? 0) > (world.unknowns[0]?.at ?? Number.POSITIVE_INFINITY);
  return first === -1 || isBehind ? entries : entries.map((entry, index) => (index < first ? entry : { ...entry, at: entry.at + later }));
}

function tunnelOf(cast: Cast, sides: Record<Peer, Side>): string {
  const lines = (['a', 'b'] as const).map((side) => {
    const peer = sides.R === side ? 'R' : 'S';
    return `${side}:\n  name: ${cast.name[peer]}\n  address: ${cast.address[peer]}\n`;
  });
  return lines.join('');
}

function incidentsOf(
  run: Run,
  cast: Cast,
  keepings: Keepings,
  sides: Record<Peer, Side>,
  shown: Shown,
  worlds: Worlds | undefined,
): Incident[] {
  const seen = new Set<number | null>();
  return run.world.unknowns.flatMap((unknown, index) => {
    if (seen.has(unknown.pair)) return [];
    seen.add(unknown.pair);
    const isThere = shown.kept.R.some(({ happening }) => happening.kind === 'unknown-spi' && (happening.pair ?? null) === unknown.pair);
    if (!isThere) return [];
    const truth = truthOf(run.world, unknown);
    const found =
      index === 0 && worlds !== undefined ? worlds.of(lookOf(run, plainlyKept(run, cast, keepings), keepings, shown.isOneTime)) : undefined;
    return [
      {
        spi: `0x${hex(unknown.pair !== null ? cast.spi(unknown.pair, 'R') : unknown.from === 'tloc' ? TLOC_SPI : STRANGE_SPI)}`,
        receiver: sides.R,
        truth,
        shared: found === undefined ? null : shownOf(found, shown),
        possible: found?.possible ?? [],
        decisive: decisiveOf(truth, unknown, shown, sides),
      },
    ];
  });
}

function shownOf({ causes, forgot, told, sends, possible }: Decided, shown: Shown): Incident['shared'] {
  const isUnshown = possible.some((cause) => cause in SHOWN_BY && !isShown(cause, shown));
  return {
    // Only what another router says tells that R never had X; a takeover that R does not log is told by nothing.
    causes: causes.filter((cause) => isShown(cause, shown) && !(cause === 'ha-failover' && isAtItsBeginning(shown))),
    forgot: isUnshown || (forgot.some((how) => NOT_DONE.has(how)) && isAtItsBeginning(shown)) ? [] : forgot,
    told: told.some((how) => NOT_DONE.has(how)) && isAtItsBeginning(shown) ? [] : told,
    sends,
  };
}

/** That R did not do something is told by a record of the time in which it would have. */
const NOT_DONE: ReadonlySet<string> = new Set(['never-had', 'lost-state', 'not-sent', 'not-needed']);

/** R's record begins with the message: of what R did before, in whatever world, nothing is in it. */
function isAtItsBeginning({ kept }: Shown): boolean {
  const first = kept.R.findIndex(({ happening }) => happening.kind === 'unknown-spi');
  return kept.R.slice(0, first).every(({ tag }) => tag === '');
}

/** Reasons of which only this tells: others leave as little, in the model or out of it. */
const SHOWN_BY: Record<string, readonly string[]> = {
  'sa-cleared': ['clear-echo', 'by-user'],
  'volume-lifetime-expired': [],
  'sa-idle-expired': [],
  'lifetime-mismatch': ['threshold'],
};
const isShown = (cause: string, { kept }: Shown): boolean =>
  SHOWN_BY[cause]?.some((kind) => kept.R.some(({ happening }) => happening.kind === kind)) ?? true;

/** The record without noise and in the model's own time, as the other runs are compared. */
function plainlyKept(run: Run, cast: Cast, keepings: Keepings): Entry[] {
  const entries = entriesOf(cast, run.world.log);
  return PEERS.flatMap((peer) => keep(entries, peer, keepings[peer]));
}

function decisiveOf(truth: Truth, unknown: Unknown, shown: Shown, sides: Record<Peer, Side>): Line[][] {
  return truth.decisive.flatMap((wanted) => {
    const [peer, kind] = wanted.split(' ') as [Peer, string];
    const lines = shown.kept[peer]
      .filter(
        ({ happening, tag }) =>
          tag !== '' && happening.kind === kind && (happening.pair === undefined || PAIRLESS.has(kind) || happening.pair === unknown.pair),
      )
      .flatMap((entry) => (shown.printed[peer].lines.get(entry) ?? []).slice(0, entry.lines.filter((line) => line !== '').length));
    return lines.length === 0 ? [] : [lines.map((line) => ({ side: sides[peer], file: FILE, line }))];
  });
}
/** What is decisive although it names another pair, or none. */
const PAIRLESS = new Set(['refuses', 'refused']);
