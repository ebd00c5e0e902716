/** What would decide is computed: the unknown facts whose answers would split the worlds that are left best, the cheapest look first. */
import type { CauseId } from '../ipsec/cause.ts';
import { askOf } from '../timeline/ledger.ts';
import type { CauseRule } from './cause.ts';
import { CAUSES } from './causes/index.ts';
import type { Wanted } from './fact.ts';
import type { FactId } from './facts/index.ts';
import { ikeVersionOf } from './ike-version.ts';
import { factOf, type Inference } from './infer.ts';
import type { Scene } from './scene.ts';
import { isTaken } from './taken.ts';
import { oncePerSide } from './views.ts';

/** More would be read by nobody. */
const DECIDERS_MAX = 3;

/** A show that can be typed at any time is cheaper than one of the moment, and that than a debug that must run beforehand. */
function costOf({ look, when }: Wanted): number {
  // A capture has to be set up, besides: it is the last to be asked for.
  if ('packets' in look) return 4;
  if ('debug' in look) return 3;
  return when === 'now' ? 1 : 2;
}

interface Worth {
  wanted: Wanted;
  worth: number;
}

/** At most three looks, grouped by router; none at what the bundle has already, unless nothing else is left where nothing is told. */
export function whatWouldDecide(inference: Inference, scene: Scene): Wanted[] {
  const all = looksOf(inference, scene);
  const open = all.filter(({ wanted }) => !isTaken(wanted, scene));
  return (inference.best === undefined && open.length === 0 ? all : open)
    .sort((one, two) => two.worth - one.worth || costOf(one.wanted) - costOf(two.wanted))
    .slice(0, DECIDERS_MAX)
    .map(({ wanted }) => wanted)
    .sort((one, two) => one.role.localeCompare(two.role));
}

/** What one look answers of several facts counts together. */
function looksOf({ answers, best, rivals, worlds }: Inference, scene: Scene): Worth[] {
  // Beside one that something tells of, what nothing tells of is the last to be asked about.
  const told = new Set(worlds.flatMap(({ id, isSupported, isAllowed, held }) => (isSupported || isAllowed || held > 0 ? [id] : [])));
  const left: CauseId[] = best === undefined ? rivals : [best.id, ...rivals.filter((id) => told.has(id))];
  const own = best === undefined ? [] : [...CAUSES[best.id].requires, ...CAUSES[best.id].proves].map((term) => factOf(term).id);
  const looks = new Map<string, Worth>();
  for (const id of Object.keys(answers) as FactId[]) {
    const { is, grade, wants } = answers[id];
    if (wants.length === 0 || (is !== 'unknown' && grade === 'shown')) continue;
    const worth = splitOf(id, left) * (is === 'unknown' ? 2 : 1) + (own.includes(id) ? left.length + 1 : 0);
    for (const wanted of worth === 0 ? [] : wants.map((each) => inOwnWords(each, scene))) {
      const key = `${wanted.role} ${JSON.stringify(wanted.look)}`;
      const known = looks.get(key);
      looks.set(key, known === undefined ? { wanted, worth } : { wanted: widest(known.wanted, wanted), worth: known.worth + worth });
    }
  }
  return [...looks.values()];
}

const SPANS: readonly Wanted['when'][] = ['at the making', 'over the end', 'before the end', 'after the message', 'at the message', 'now'];

/** Of two times the one that begins earlier: a debug that runs from then on hears the other too. */
function widest(one: Wanted, two: Wanted): Wanted {
  return SPANS.indexOf(one.when) <= SPANS.indexOf(two.when) ? one : two;
}

/** How evenly an answer would part the worlds: the smaller of what a yes and what a no would end. */
function splitOf(id: FactId, left: readonly CauseId[]): number {
  const byYes = left.filter((each) => ENDED[each].yes.has(id)).length;
  const byNo = left.filter((each) => ENDED[each].no.has(id)).length;
  return Math.min(byYes, byNo) * 2 + Math.max(byYes, byNo);
}

/** The facts whose yes ends a world, and those whose no does. */
const ENDED = mapCauses(({ requires, forbids }) => {
  const wanted = requires.map(factOf);
  const unwanted = forbids.map(factOf);
  const such = (is: 'yes' | 'no') => [...wanted.filter((term) => term.is !== is), ...unwanted.filter((term) => term.is === is)];
  return { yes: new Set(such('yes').map(({ id }) => id)), no: new Set(such('no').map(({ id }) => id)) };
});

function mapCauses<Told>(tell: (cause: CauseRule) => Told): Record<CauseId, Told> {
  return Object.fromEntries(Object.entries<CauseRule>(CAUSES).map(([id, cause]) => [id, tell(cause)])) as Record<CauseId, Told>;
}

export const WHEN: Readonly<Record<Wanted['when'], string>> = {
  'at the making': 'while the SA is made',
  'before the end': 'from before the SA was deleted',
  'over the end': 'from before the SA was deleted until after the message',
  'at the message': 'at the time of the message',
  'after the message': 'for more than a minute behind the message',
  now: 'at any time',
};

const printedOf = oncePerSide(() => new WeakMap<Wanted, string>());

/** `debug crypto isakmp on hq, from before the SA was deleted`; of each receiver printed once, for a thousand incidents want the same. */
export function printWanted(wanted: Wanted, scene: Scene): string {
  const printed = printedOf(scene.timeline, scene.receiver);
  const said = printed.get(wanted) ?? sayWanted(wanted, scene);
  printed.set(wanted, said);
  return said;
}

function sayWanted(wanted: Wanted, scene: Scene): string {
  const { role, look, when } = inOwnWords(wanted, scene);
  return `${sayLook(look, scene)} on ${role === 'R' ? scene.R : scene.S}, ${WHEN[when]}`;
}

function sayLook(look: Wanted['look'], scene: Scene): string {
  if ('ask' in look) return look.ask;
  if ('show' in look) return look.show;
  if ('packets' in look) return 'a capture of UDP 500, 4500 and ESP';
  if (!('debug' in look)) return 'the log';
  if (look.debug === 'ipsec') return 'debug crypto ipsec';
  return `debug crypto ${ikeVersionOf(scene.timeline) === 2 ? 'ikev2' : 'isakmp'}`;
}

/** Another vendor's end has no commands of IOS: what is wanted of it is asked in its own words. */
function inOwnWords(wanted: Wanted, { timeline, receiver, sender }: Scene): Wanted {
  const own = askOf(timeline.recordings[wanted.role === 'R' ? receiver : sender]);
  const { look } = wanted;
  if (own === undefined || 'packets' in look || 'ask' in look) return wanted;
  const ask = 'show' in look ? askFor(look.show, own) : own.log;
  return {
    ...wanted,
    look: { vendor: own.vendor, ask: filled(ask, wanted.role === 'R' ? timeline.tunnel[sender] : timeline.tunnel[receiver]) },
  };
}

function askFor(show: string, { sas, configuration }: { sas: string; configuration: string }): string {
  if (/running-config/.test(show)) return configuration;
  if (/\bclock\b/.test(show)) return 'the time by its clock';
  return sas;
}

/** The address by which that end knows the other. */
function filled(ask: string, { address, natAddress }: { address: string; natAddress?: string | undefined }): string {
  return ask.replaceAll('ADDRESS', natAddress ?? address);
}
