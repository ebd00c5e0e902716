/** Folders are exchanged when each record talks of the other peer's address as its own; tunnel.yaml is believed, not the folder. */
import type { Bundle, BundleFile } from '../bundle/bundle.ts';
import { type Doubt, printDoubt } from '../bundle/bundle.ts';
import type { Address } from '../ipsec/address.ts';
import type { Event } from '../ipsec/event.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import { bySide, other, SIDES, type Side } from '../ipsec/side.ts';
import { declared, isAddressIn } from './addresses.ts';
import type { PeerRecord } from './record.ts';

/** The bundle with each file on the side of the router that printed it, and a word about it; undefined when all are where they belong. */
export function putRight(bundle: Bundle, records: Record<Side, PeerRecord>): Bundle | undefined {
  const speakers = bySide((side) => speakersOf(bundle.tunnel, side, records[side]));
  if (areExchanged(speakers)) return exchange(bundle);
  const strangers = SIDES.flatMap((side) => strangersOf(speakers[side]).map((name) => ({ side, name })));
  return strangers.length === 0 ? undefined : strangers.reduce(bringHome, bundle);
}

/** By file that names both ends: whether it holds a message of its own peer, or only the other's. */
type Speakers = ReadonlyMap<string, 'own' | 'other'>;

function speakersOf(tunnel: Tunnel, side: Side, { events, logs }: PeerRecord): Speakers {
  const known = bySide((end) => declared(tunnel[end]));
  const speakers = new Map<string, 'own' | 'other'>();
  const untold = new Set(logs.map(({ file }) => file));
  for (const { event } of events) {
    if (untold.size === 0) break;
    if (speakers.get(event.file) === 'own') continue;
    const [near, far] = endsOf(event);
    if (isAddressIn(known[side], near) && isAddressIn(known[other(side)], far)) {
      speakers.set(event.file, 'own');
      untold.delete(event.file);
    } else if (isAddressIn(known[other(side)], near) && isAddressIn(known[side], far)) speakers.set(event.file, 'other');
  }
  return speakers;
}

/** True when at least one record fits the other peer, and none fits its own. */
function areExchanged(speakers: Record<Side, Speakers>): boolean {
  const all = SIDES.flatMap((side) => [...speakers[side].values()]);
  return all.length > 0 && all.every((of) => of === 'other');
}

function strangersOf(speakers: Speakers): string[] {
  return [...speakers].flatMap(([file, of]) => (of === 'own' ? [] : [file]));
}

function exchange(bundle: Bundle): Bundle {
  const { a, b } = bundle.sides;
  const said = `the folders are swapped: a/ holds the output of ${bundle.tunnel.b.name}, b/ that of ${bundle.tunnel.a.name}; they were read the right way round`;
  const doubts = bundle.doubts?.map((doubt) => ({ ...doubt, side: doubt.side === null ? null : other(doubt.side) }));
  return { ...bundle, sides: { a: b, b: a }, missing: [said, ...bundle.missing], doubts, isExchanged: true };
}

/** A copy of what its own router's folder has is left out: nothing is heard twice. */
function bringHome(bundle: Bundle, { side, name }: { side: Side; name: string }): Bundle {
  const home = other(side);
  const stranger = bundle.sides[side].find((file) => file.name === name);
  if (stranger === undefined) return bundle;
  const isCopy = bundle.sides[home].some(({ text }) => text === stranger.text);
  const moved: BundleFile = { ...stranger, name: `../${side}/${name}` };
  const why = `is output of ${bundle.tunnel[home].name}, not of ${bundle.tunnel[side].name}: it was ${isCopy ? 'left out' : `read as part of ${home}/`}`;
  const doubt: Doubt = { side, file: name, why };
  const sides = {
    [side]: bundle.sides[side].filter((file) => file !== stranger),
    [home]: [...bundle.sides[home], ...(isCopy ? [] : [moved])],
  };
  return {
    ...bundle,
    sides: { ...bundle.sides, ...sides },
    missing: [printDoubt(doubt), ...bundle.missing],
    doubts: [...(bundle.doubts ?? []), doubt, ...(isCopy ? [] : [{ ...doubt, side: home, file: moved.name }])],
  };
}

/** The device's own end and the far one. */
function endsOf(event: Event): [Address | undefined, Address | undefined] {
  if (event.kind === 'invalid-spi') return [event.destination, event.source];
  return 'local' in event ? [event.local, event.remote] : [undefined, undefined];
}
