/** Printing a radar puts first what deserves a trap, then what flaps without deserving one, then what nobody knows. */
import type { LineCounts } from '../fleet/radar/line.ts';
import type { RadarReport } from '../fleet/radar/report.ts';
import type { RouterReport } from '../fleet/radar/router.ts';
import type { RadarEnd, RadarTunnel, Standing } from '../fleet/radar/row.ts';
import { clock, sayTime } from '../fleet/radar/trap.ts';
import { printDuration } from '../playbook/duration.ts';
import { count } from './ask-playbook.ts';

/** Of each kind, unless all are wanted. */
const SHOWN = 20;
const MINUTE_CHARACTERS = '2026-01-05T03:00'.length;

export function printRadar({ tunnels, hubs, routers, from, until, forgotten }: RadarReport, counts: LineCounts, isAll: boolean): string[] {
  const of = (...standings: Standing[]): RadarTunnel[] =>
    tunnels.filter(({ rank, standing }) => rank === null && standings.includes(standing));
  const deserving = tunnels.filter(({ rank }) => rank !== null);
  const quiet = of('quiet').length;
  const most = isAll ? Number.POSITIVE_INFINITY : SHOWN;
  const span = from === null || until === null ? 'none of them has a date' : `from ${minute(from)} to ${minute(until)}`;
  return [
    `${count(counts.lines, 'line')} of ${count(routers.length, 'router')}, ${span}; ${count(tunnels.length, 'tunnel')}`,
    ...(counts.undated === 0 ? [] : [`${count(counts.undated, 'line')} left out: nothing says when they were printed`]),
    ...(forgotten === 0 ? [] : [`${forgotten} times there was no room for another router or tunnel: name fewer files at once`]),
    ...section('DESERVE A TRAP', deserving, most, printDeserving),
    ...hubs
      .slice(0, most)
      .map(
        (hub) => `  ${sayEnd(hub)} is an end of ${hub.tunnels} of them: playbooks/hub-spokes.yaml records several of its spokes at once`,
      ),
    ...section('FLAP, AND DESERVE NONE', of('flaps', 'flapped-once'), most, printRow),
    ...section('OTHER TROUBLE', of('trouble'), most, printRow),
    ...section('NOT HEARD WELL ENOUGH', of('unknown'), most, (tunnel) => [...printRow(tunnel), ...printUnheard(tunnel)]),
    ...(quiet === 0 ? [] : ['', `${count(quiet, 'tunnel')} of the inventory: heard, and quiet`]),
    ...printRouters(routers, until, most),
    ...(deserving.length === 0 ? ['', 'No tunnel deserves a trap by what was heard.'] : []),
  ];
}

function section(title: string, tunnels: readonly RadarTunnel[], most: number, print: (tunnel: RadarTunnel) => string[]): string[] {
  if (tunnels.length === 0) return [];
  const more = tunnels.length > most ? [`  and ${tunnels.length - most} more (--all)`] : [];
  return ['', `${title}  ${tunnels.length}`, ...tunnels.slice(0, most).flatMap(print), ...more];
}

function printDeserving(tunnel: RadarTunnel): string[] {
  const { rank, trap } = tunnel;
  const [head = '', reason = ''] = printRow(tunnel);
  return [`${`${rank}`.padStart(3)} ${head.trimStart()}`, reason, ...printTrap(trap), ...printUnheard(tunnel)];
}

function printRow({ name, ends, interface: over, flaps, firstAt, lastAt, reason, rhythm }: RadarTunnel): string[] {
  const between = over === null ? `${sayEnd(ends[0])} - ${sayEnd(ends[1])}` : `${sayEnd(ends[0])} ${over}`;
  const since = firstAt === null || lastAt === null ? '' : `, since ${minute(firstAt)}, last ${minute(lastAt)}`;
  const daily = rhythm.kind === 'time-of-day' ? `, most between ${clock(rhythm.fromMinute)} and ${clock(rhythm.toMinute)}` : '';
  return [`  ${name === null ? '' : `${name}: `}${between}: ${count(flaps, 'flap')}${since}${daily}`, `    ${reason}`];
}

function printTrap(trap: RadarTunnel['trap']): string[] {
  if (trap === null) return [];
  const { playbook, trigger, leaseSeconds, tunnel, needs } = trap;
  const ends = `a: ${sayEnd({ address: tunnel.a.address, router: tunnel.a.name })}, b: ${sayEnd({ address: tunnel.b.address, router: tunnel.b.name })}`;
  const needed = needs === null ? '' : ` (needs \`${needs}\`)`;
  return [`    trap: playbooks/${playbook}.yaml with ${ends}, trigger: ${trigger}${needed}, lease: ${printDuration(leaseSeconds)}`];
}

function printUnheard({ unheard }: RadarTunnel): string[] {
  return unheard.map((each) => `    not known: ${each}`);
}

function sayEnd({ router, address }: RadarEnd): string {
  return [...new Set<string>([router, address].flatMap((each) => each ?? []))].join(' ') || 'not named';
}

/** What is not known of whom, whatever tunnels it has. */
function printRouters(routers: readonly RouterReport[], until: string | null, most: number): string[] {
  const untilMs = until === null ? 0 : Date.parse(until);
  const odd = routers.filter(({ gaps, silentSinceMs }) => gaps.length > 0 || silentSinceMs !== null);
  if (odd.length === 0) return [];
  const lines = odd.slice(0, most).map(({ router, lost, gaps, silentSinceMs, reloads }) => {
    const missing = gaps.length === 0 ? [] : [`${lost ?? 'some'} messages missing in ${count(gaps.length, 'place')}`];
    const silent = silentSinceMs === null ? [] : [`silent for ${sayTime(untilMs - silentSinceMs)}`];
    return `  ${router}: ${[...missing, ...silent, ...(reloads === 0 ? [] : [count(reloads, 'reload')])].join(', ')}`;
  });
  const more = odd.length > most ? [`  and ${odd.length - most} more (--all)`] : [];
  return ['', `ROUTERS OF WHICH SOMETHING IS MISSING  ${odd.length}: what happened then is unknown, not well`, ...lines, ...more];
}

/** `2026-01-05 03:00` */
function minute(iso: string): string {
  return iso.slice(0, MINUTE_CHARACTERS).replace('T', ' ');
}
