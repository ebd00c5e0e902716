/** A shutdown is an operator who took the interface of the tunnel down, or its configuration away: its SAs go with it. */
import type { CommandEvent, SyslogEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart } from './apart.ts';
import { anyOf } from './clues.ts';
import { endingOf } from './ending.ts';
import type { Scene } from './scene.ts';

/** `%LINK-5-CHANGED: Interface Tunnel33, changed state to administratively down` [C]; `logged command:shutdown` [C] */
const SHUT = /^LINK-CHANGED: .*changed state to administratively down|^PARSER-CFGLOG_LOGGEDCMD: .*logged command: ?(?:!exec: )?shutdown\b/;
/** `no permit ip 10.1.0.0 0.0.255.255 any` of a crypto access list, `no match address`, `no set peer`, `no crypto map`, `no tunnel protection`, another tunnel source: what it protected goes at once. [C Cisco IOS Security Command Reference] */
const TAKEN_AWAY =
  /^\s*no (?:\d{1,10} )?(?:permit|deny|match address|set peer|crypto map|crypto ipsec profile|tunnel (?:protection|source|destination)|(?:ip )?access-list)\b|^\s*tunnel (?:source|destination) /i;
/** Of another interface than a tunnel's it is the tunnel's when the packets come in there. */
const OF_TUNNEL = /Interface (?:Tunnel|Virtual)|shutdown\b/;
/** IOS deletes at once; its message about the link comes up to two seconds late. [L] */
const WITH_IT_MS = 5000;

/** Any access list may be edited: only what goes at once behind the command went with it. [L] */
const AT_ONCE_MS = 1000;

export function shutdownOf(scene: Scene): TimedEvent | undefined {
  const end = endingOf(scene)?.event;
  const [first] = scene.logs;
  const input = first?.kind === 'invalid-spi' ? first.interface : undefined;
  if (end === undefined || end.side !== scene.receiver) return undefined;
  const isNear = (event: TimedEvent) => {
    const gap = apart(event, end);
    return gap !== undefined && gap.leastMs <= WITH_IT_MS && gap.mostMs >= -WITH_IT_MS;
  };
  const isAtOnce = (event: TimedEvent) => {
    const gap = apart(event, end);
    return gap !== undefined && gap.leastMs <= AT_ONCE_MS && gap.mostMs >= 0;
  };
  const told = anyOf(scene, scene.receiver, 'syslog', isShut).findLast(
    (event) => isNear(event) && (OF_TUNNEL.test(event.message) || (input !== undefined && event.message.includes(`Interface ${input},`))),
  );
  return told ?? anyOf(scene, scene.receiver, 'command', isTakenAway).findLast(isAtOnce) ?? typedBefore(scene, end, isNear);
}

const isShut = ({ facility, mnemonic, message }: SyslogEvent) => SHUT.test(`${facility}-${mnemonic}: ${message}`);
/** With a stamp, as the configuration log prints it: `%PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:no set peer 192.0.2.1` [C] */
const isTakenAway = ({ command, isRefused }: CommandEvent) => isRefused !== true && TAKEN_AWAY.test(command);
/** Without a stamp nothing says how soon the SAs went: what may be any access list is left out. */
const TYPED = /^\s*(?:shut(?:down)?\s*$|no (?:match address|set peer|crypto map|tunnel protection)\b)/i;
const isTyped = ({ command }: CommandEvent) => TYPED.test(command);

/** Typed on the terminal whose log this is, it has no stamp: the next line that has one is that of the deletion, or near it. */
function typedBefore(scene: Scene, end: TimedEvent, isNear: (event: TimedEvent) => boolean): TimedEvent | undefined {
  const typed = anyOf(scene, scene.receiver, 'command', isTyped);
  // Most logs have no such line, and need not be gone through for it.
  if (typed.length === 0) return undefined;
  const own = scene.eventsOf(scene.receiver).filter(({ file, kind }) => file === end.file && kind !== 'command');
  return typed.findLast(({ file, line, isRefused }) => {
    const next = own.find((event) => event.line > line && event.at !== null);
    return isRefused !== true && file === end.file && line < end.line && next !== undefined && isNear(next);
  });
}
