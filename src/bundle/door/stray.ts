/** Stray are the few messages in a router's own log before which a relay put another host's name: that host printed them. */
import type { Side } from '../../ipsec/side.ts';
import { isUnlike } from './another-router.ts';
import { bareName, type Speakers } from './speaker.ts';
import type { Spoken } from './spoken.ts';

/** `<189>Jul 16 08:59:00 sw-access-3 771: `, `Jun  1 10:00:00 core-sw 123: `, `2026-06-01T10:00:00Z core-sw `: a relay's time, and right behind it the host. [C RFC 3164 4.1.2, RFC 5424 6] */
const RELAYED =
  /^(?:<\d{1,3}>(?:1 )?)?(?:(?:[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)|(?:\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\S{0,16})) ([\w.-]{2,63}):? /;
/** A zone stands there, too, in capitals alone. [L] */
const ZONE = /^[A-Z]{1,8}$/;

interface Log {
  lines: readonly string[];
  spoken: readonly Spoken[];
  speakers: Speakers;
  side: Side;
}

/** Whose each message is; undefined where none is stray. A name that its own addresses prove, or that is like the router's, is the router's. */
export function withoutStray({ lines, spoken, speakers, side }: Log): (Side | undefined)[] | undefined {
  const hosts = spoken.map(({ from, isPrompt }) => (isPrompt ? undefined : hostIn(lines[from] ?? '')));
  const named = hosts.filter((host) => host !== undefined);
  // Where most lines have one, the names are the relay's way to tell routers apart.
  if (named.length === 0 || named.length * 2 >= spoken.length) return undefined;
  const own = new Set(spoken.flatMap(({ byAddress }, place) => (byAddress === side ? (hosts[place] ?? []) : [])));
  const isStray = (host: string | undefined): host is string =>
    host !== undefined &&
    !own.has(host) &&
    speakers.get(host) !== side &&
    (speakers.has(host) || isUnlike(host, side, { own: undefined, speakers }));
  if (!named.some(isStray)) return undefined;
  return hosts.map((host) => (isStray(host) ? speakers.get(host) : side));
}

function hostIn(line: string): string | undefined {
  const host = RELAYED.exec(line)?.[1];
  return host === undefined || ZONE.test(host) ? undefined : bareName(host);
}
