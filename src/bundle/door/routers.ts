/** A record of both routers is split: each message goes to the router that printed it, since a router does not receive from itself. */
import { SIDES, type Side } from '../../ipsec/side.ts';
import { routerIn } from './file-name.ts';
import type { Page } from './page.ts';
import { keep } from './page.ts';
import type { Speakers } from './speaker.ts';
import { type Spoken, slotsOf, spokenIn } from './spoken.ts';
import { withoutStray } from './stray.ts';
import { instantOf } from './turn.ts';

export interface Split {
  pages: Partial<Record<Side, Page>>;
  /** Messages of routers that are neither. */
  others: number;
}

/** Undefined when nothing in it is of two routers: the page is of the side whose folder it lies in. */
export function splitRouters(page: Page, speakers: Speakers, home: Side | undefined): Split | undefined {
  const spoken = spokenIn(page.lines, speakers, home === undefined ? routerIn(page.path)?.toLowerCase() : undefined);
  const named = spoken.map(({ hosts }) => hosts.find((host) => speakers.has(host)));
  const sides = new Set(named.flatMap((host) => (host === undefined ? [] : [speakers.get(host)])));
  if (sides.size === 2) return splitByHost(page, spoken, speakers, home);
  const heard = new Set(spoken.flatMap(({ byAddress }) => (byAddress === undefined ? [] : [byAddress])));
  if (heard.size === 2) return splitBySection(page, spoken, home);
  const side = home ?? [...heard][0];
  const owners = side === undefined ? undefined : withoutStray({ lines: page.lines, spoken, speakers, side });
  if (owners !== undefined) return { ...gather(page, spoken, owners), others: owners.filter((owner) => owner === undefined).length };
  const [only] = sides.size === 1 ? sides : heard;
  const own = home ?? only;
  if (own !== undefined)
    return withoutOthers(page, spoken, { speakers, side: own, home }) ?? (home === undefined ? whole(page, own) : undefined);
  const others = spoken.filter(({ isAnothers }) => isAnothers).length;
  return others === 0 ? undefined : { pages: {}, others };
}

const whole = (page: Page, side: Side): Split => ({ pages: { [side]: page }, others: 0 });

interface Owned {
  speakers: Speakers;
  side: Side;
  /** Undefined where only the messages tell that it is of that side. */
  home: Side | undefined;
}

/** A relay's file of one end may hold messages of routers that are neither: where that end's own name stands, another one does. [C RFC 3164 4.1.2] */
function withoutOthers(page: Page, spoken: readonly Spoken[], { speakers, side, home }: Owned): Split | undefined {
  const slots = slotsOf(spoken, (host) => speakers.get(host) === side);
  const isOthers = ({ hosts, isPrompt, byAddress, isAnothers }: Spoken): boolean =>
    (isAnothers && home === undefined) ||
    (!isPrompt && byAddress === undefined && !hosts.some((host) => speakers.has(host)) && hosts.some((_, slot) => slots.has(slot)));
  const others = spoken.filter(isOthers).length;
  if (others === 0) return undefined;
  return {
    ...gather(
      page,
      spoken,
      spoken.map((each) => (isOthers(each) ? undefined : side)),
    ),
    others,
  };
}

function splitByHost(page: Page, spoken: readonly Spoken[], speakers: Speakers, home: Side | undefined): Split {
  const slots = slotsOf(spoken, (host) => speakers.has(host));
  let prompted: Side | undefined;
  let last: Side | undefined = home;
  let others = 0;
  const owners = spoken.map(({ hosts, isPrompt, byAddress, isAnothers }) => {
    const known = hosts.find((host) => speakers.has(host));
    const side = known === undefined ? undefined : speakers.get(known);
    if (isPrompt) prompted = side;
    if (isAnothers || (side === undefined && hosts.some((host, slot) => slots.has(slot) && !speakers.has(host)))) {
      others += 1;
      return undefined;
    }
    const owner = side ?? prompted ?? byAddress ?? last;
    last = owner ?? last;
    return owner;
  });
  return { ...gather(page, spoken, owners), others };
}

/** Records that were pasted one behind the other: each begins where the stamps step back. */
function splitBySection(page: Page, spoken: readonly Spoken[], home: Side | undefined): Split {
  const sections = sectionsOf(page.lines, spoken);
  const owners = sections.flatMap((section) => {
    const heard = new Set(section.flatMap(({ byAddress }) => (byAddress === undefined ? [] : [byAddress])));
    const [only] = heard;
    if (heard.size === 1) return section.map(() => only);
    let last: Side | undefined = home ?? only;
    return section.map(({ byAddress }) => {
      last = byAddress ?? last;
      return last;
    });
  });
  const own = owners.map((owner, at) => (spoken[at]?.isAnothers === true ? undefined : owner));
  return { ...gather(page, spoken, own), others: spoken.filter(({ isAnothers }) => isAnothers).length };
}

/** Clocks are set by less, and a relay mixes by less. */
const STEP_BACK_MS = 2000;

function sectionsOf(lines: readonly string[], spoken: readonly Spoken[]): Spoken[][] {
  const sections: Spoken[][] = [[]];
  let last: number | undefined;
  for (const each of spoken) {
    const at = instantOf(lines[each.from] ?? '');
    if (at !== undefined && last !== undefined && at < last - STEP_BACK_MS) sections.push([]);
    if (at !== undefined) last = at;
    sections.at(-1)?.push(each);
  }
  return sections;
}

function gather(page: Page, spoken: readonly Spoken[], owners: readonly (Side | undefined)[]): Pick<Split, 'pages'> {
  const pages: Partial<Record<Side, Page>> = {};
  for (const side of SIDES) {
    const places = spoken.flatMap(({ from, to }, index) =>
      owners[index] === side ? Array.from({ length: to - from }, (_, step) => from + step) : [],
    );
    if (places.length > 0) pages[side] = keep(page, places);
  }
  const done = 'it holds what both routers printed: each was given its own';
  for (const part of Object.values(pages)) if (Object.keys(pages).length === 2) part.done.push(done);
  return { pages };
}
