/** The report of the radar is plain JSON: the tunnels, those that deserve a trap first, the routers, and what nobody knows because it was not heard. */
import type { Growth } from './counters.ts';
import { type KnownTunnel, nameTunnels } from './known.ts';
import type { HeardRouter, RouterReport } from './router.ts';
import { isoOf, largest, type RadarEnd, type RadarTunnel, type Row, rowOf, type Standing, silentRow } from './row.ts';
import type { Track } from './track.ts';
import { gatherTunnels } from './tunnels.ts';

export interface Hub extends RadarEnd {
  /** How many of them. */
  tunnels: number;
}

export interface RadarReport {
  schema: 'flaptrap.radar/1';
  /** ISO 8601; null when nothing was heard. */
  from: string | null;
  until: string | null;
  tunnels: RadarTunnel[];
  /** Ends that several of those share that deserve a trap: one of a hub serves several of its spokes. */
  hubs: Hub[];
  routers: RouterReport[];
  /** Messages of routers and tunnels that there was no room to remember. */
  forgotten: number;
}

export interface RadarRecord {
  routers: readonly HeardRouter[];
  tracks: readonly Track[];
  growths: readonly Growth[];
  known: readonly KnownTunnel[];
  forgotten: number;
  untilMs: number | undefined;
}

export function reportOf({ routers, tracks, growths, known, forgotten, untilMs }: RadarRecord): RadarReport {
  const spans = [...routers.map((each) => each.report(0)), ...tracks].map(({ firstMs, lastMs }) => ({ firstMs, lastMs }));
  const end = untilMs ?? largest(spans.map(({ lastMs }) => lastMs));
  const start = -largest(spans.map(({ firstMs }) => -firstMs));
  const reports = routers.map((each) => each.report(end));
  const scene = { routers: new Map(reports.map((each) => [each.router, each])), growths, fromMs: start, untilMs: end };
  const seen = gatherTunnels(tracks);
  const named = nameTunnels(known, seen);
  const heard = new Set(named.values());
  const rows = [
    ...seen.map((tunnel) => rowOf(tunnel, named.get(tunnel), scene)),
    ...known.filter((tunnel) => !heard.has(tunnel)).map((tunnel) => silentRow(tunnel, scene)),
  ];
  const tunnels = ranked(rows);
  const isHeard = Number.isFinite(start) && Number.isFinite(end);
  return {
    schema: 'flaptrap.radar/1',
    from: isHeard ? isoOf(start) : null,
    until: isHeard ? isoOf(end) : null,
    tunnels,
    hubs: hubsOf(tunnels),
    routers: reports,
    forgotten,
  };
}

function ranked(rows: readonly Row[]): RadarTunnel[] {
  const sorted = rows.toSorted(
    (one, two) => (two.score ?? -1) - (one.score ?? -1) || two.flaps - one.flaps || ORDER[one.standing] - ORDER[two.standing],
  );
  return sorted.map(({ score, ...row }, index) => ({ ...row, rank: score === null ? null : index + 1 }));
}

const ORDER: Readonly<Record<Standing, number>> = { flaps: 0, 'flapped-once': 1, trouble: 2, unknown: 3, quiet: 4 };

/** With fewer a trap for each is no more work. */
const HUB_TUNNELS_MIN = 3;

function hubsOf(tunnels: readonly RadarTunnel[]): Hub[] {
  const hubs = new Map<string, Hub>();
  for (const { address, router } of tunnels.filter(({ trap, rank }) => rank !== null && trap !== null).flatMap(({ ends }) => ends)) {
    if (address === null) continue;
    const known = hubs.get(address);
    hubs.set(address, { address, router: known?.router ?? router, tunnels: (known?.tunnels ?? 0) + 1 });
  }
  return [...hubs.values()].filter((hub) => hub.tunnels >= HUB_TUNNELS_MIN).toSorted((one, two) => two.tunnels - one.tunnels);
}
