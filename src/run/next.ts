/** Next is the playbook that would decide what a bundle left open: the nearest shipped one, for the bundle's tunnel, with what would have answered. */
import { fileURLToPath } from 'node:url';
import { hasErrors } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { isSameAddress } from '../ipsec/address.ts';
import { other, SIDES } from '../ipsec/side.ts';
import { plainLine } from '../plain-text.ts';
import { DEFAULT_TRAPS } from '../playbook/default-traps.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { parsePlaybook } from '../playbook/parse.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { sayNothing } from '../report/none.ts';
import { askOf } from '../timeline/ledger.ts';
import type { Timeline } from '../timeline/model.ts';
import type { JudgedIncident, Verdict } from '../verdict/verdict.ts';
import { draftPlan } from './draft.ts';
import type { Judged } from './judge-read.ts';
import { type Ask, askFor } from './next-asks.ts';
import { type Foreign, fillIn, type OpenQuestion, printNext } from './next-yaml.ts';

export interface NextPlaybook {
  schema: 'flaptrap.next/1';
  /** The bundle, as it was named. */
  of: string;
  /** The shipped playbook that it was made of. */
  shipped: string;
  open: OpenQuestion[];
  asks: Ask[];
  /** What somebody must write into it before it can be used. */
  fillIn: readonly string[];
  /** The playbook's text. */
  playbook: string;
}

const PLAYBOOKS = new URL('../../playbooks/', import.meta.url);

/** Throws `input` where nothing is open, the tunnel is not surely known, or no playbook arms it. `nowMs` is in ms since 1970. */
export async function draftNext(judged: Pick<Judged, 'verdict' | 'timeline'>, of: string, nowMs: number): Promise<NextPlaybook> {
  const next = await composeNext(judged, of);
  prove(next.playbook, nowMs);
  return next;
}

/** Before it has stood `flaptrap check`. */
export async function composeNext({ verdict, timeline }: Pick<Judged, 'verdict' | 'timeline'>, of: string): Promise<NextPlaybook> {
  const judged = verdict.incidents.filter(({ cause }) => cause.confidence !== 'certain');
  refuse(verdict, judged.length, timeline);
  const shipped = nearestOf(judged, timeline);
  const open = judged.map(({ spi, receiver, cause: { id, confidence, alternatives } }) => ({
    spi,
    receiver,
    cause: id,
    confidence,
    alternatives,
  }));
  const foreign = foreignIn(timeline);
  const asks = asksOf(judged, foreign);
  const base = await loadShipped(shipped);
  const text = printNext({
    ...{ of: plainLine(of), shipped, open, asks, base },
    tunnel: verdict.tunnel,
    foreign,
    versions: versionsOf(timeline),
    takesStrangers: base.strangers === 'spring' || isFromStranger(judged, timeline),
    lifetimeSeconds: Math.max(0, ...SIDES.map((side) => timeline.states[side].ipsecLifetimeSeconds?.value ?? 0)),
  });
  return { schema: 'flaptrap.next/1', of, shipped, open, asks, fillIn: fillIn(foreign), playbook: text };
}

async function loadShipped(name: string): Promise<Playbook> {
  const { playbook } = await loadPlaybook(fileURLToPath(new URL(`${name}.yaml`, PLAYBOOKS)));
  if (playbook === undefined) throw new FlaptrapError('internal', `the shipped playbook ${name} has mistakes`);
  return playbook;
}

function refuse(verdict: Verdict, open: number, { peers, recordings, tunnel }: Timeline): void {
  if (verdict.incidents.length === 0)
    throw nothing(sayNothing(verdict) ?? 'the bundle has no incident: nothing is open that a next capture would decide');
  if (open === 0) throw nothing('nothing is open: the verdict on each incident of this bundle is certain');
  if (peers?.confidence === 'possible')
    throw new FlaptrapError('input', `the tunnel is not known: which two routers these are is only possible (${peers.why})`, {
      next: 'write a tunnel.yaml into the folder, with name and address of a and b',
    });
  if (SIDES.every((side) => recordings[side].vendors.length > 0))
    throw new FlaptrapError('input', `neither ${tunnel.a.name} nor ${tunnel.b.name} is a Cisco IOS router: no playbook arms them`, {
      next: `have each record by its own means${SIDES.flatMap((side) => askOf(recordings[side]) ?? []).map(({ log }) => ` (${log})`)[0] ?? ''}`,
    });
}

/** An end that is no Cisco IOS router, whose log tells whose it is: nobody logs in to it, and it is asked in its own words. */
function foreignIn({ recordings }: Timeline): Foreign | undefined {
  const side = SIDES.find((each) => recordings[each].vendors.length > 0);
  const [vendor] = side === undefined ? [] : recordings[side].vendors;
  return side === undefined || vendor === undefined ? undefined : { side, vendor, ask: askOf(recordings[side])?.log ?? 'its log' };
}

function nothing(message: string): FlaptrapError {
  return new FlaptrapError('input', message, { next: 'read it with `flaptrap report`' });
}

/** By the cause of the first; a message from nobody's address needs a trap that takes it. */
function nearestOf(open: readonly JudgedIncident[], timeline: Timeline): string {
  const [version = 1] = versionsOf(timeline);
  const plain = version === 1 ? 'tunnel-flaps' : 'ikev2-flaps';
  const named = open.flatMap(({ cause }) => (cause.id === 'unknown' ? [] : [cause.id]));
  const traps = named.map((id) => ({ id, trap: DEFAULT_TRAPS[id] }));
  const none = traps.find(({ trap }) => trap[1] === undefined && trap[2] === undefined);
  if (none !== undefined) throw nothing(`no playbook arms a tunnel against ${none.id} yet`);
  const [first] = traps;
  return first === undefined ? plain : (first.trap[version] ?? first.trap[1] ?? first.trap[2] ?? plain);
}

/** Those that the record shows; both where it shows none. */
function versionsOf({ events, states }: Timeline): readonly (1 | 2)[] {
  const spoken = new Set<1 | 2>(events.flatMap((event) => (event.kind === 'message' ? [event.version] : [])));
  for (const side of SIDES)
    for (const { value } of states[side].sessions ?? []) if (value.ikeVersion !== undefined) spoken.add(value.ikeVersion);
  return spoken.size === 0 ? [1, 2] : [...spoken].sort();
}

function isFromStranger(open: readonly JudgedIncident[], { incidents, tunnel }: Timeline): boolean {
  return open.some(({ spi, receiver }) => {
    const source = incidents.find((each) => each.spi === spi && each.receiver === receiver)?.source ?? null;
    const { address, natAddress } = tunnel[other(receiver)];
    return source !== null && !isSameAddress(source, address) && !isSameAddress(source, natAddress);
  });
}

/** Each look once, in the order of its incident. */
function asksOf(open: readonly JudgedIncident[], foreign: Foreign | undefined): Ask[] {
  const asks = open
    .flatMap(({ cause }) => cause.wouldDecide.map(askFor))
    .map((ask): Ask => (ask.side === foreign?.side ? { ...ask, by: { byHand: foreign.ask } } : ask));
  return [...new Map(asks.map((ask) => [`${ask.side} ${JSON.stringify(ask.look)} ${ask.when}`, ask])).values()];
}

/** What `flaptrap check` refuses is not given to anybody. */
function prove(text: string, nowMs: number): void {
  const { playbook, diagnostics } = parsePlaybook(text, 'next.yaml');
  const drafted = playbook === undefined ? [] : draftPlan(playbook, nowMs).diagnostics;
  if (playbook !== undefined && !hasErrors(drafted)) return;
  const [first] = [...diagnostics, ...drafted].filter(({ severity }) => severity === 'error');
  throw new FlaptrapError('input', `the tunnel of this bundle cannot be armed: ${first?.summary ?? 'its playbook has mistakes'}`, {
    next: 'correct its tunnel.yaml',
  });
}
