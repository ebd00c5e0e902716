/** Lints of what never comes to an end: applets that spring themselves, by what they say or by what they do to the router, and loops. */
import { isAwaited } from '../awaited.ts';
import { findBlocks } from '../blocks.ts';
import { commandsOf, type TypedCommand } from '../commands.ts';
import { REFERENCE } from '../machine.ts';
import type { Action, Applet, Place } from '../model.ts';
import { inRunOrder, jumpOf } from '../order.ts';
import { typedAs } from '../word.ts';
import type { Lint } from './lint.ts';
import { writersOf } from './variables.ts';

interface Said {
  place: Place;
  message: string;
}

/** Finds applets whose own log message would spring them again. */
export const selfTrigger: Lint = {
  id: 'self-trigger',
  severity: 'warning',
  why: '%HA_EM-6-LOG goes through the syslog detector like any message: the applet springs on its own words, again and again',
  source: '[B] eem.md 10.11',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI"\n action 10 syslog msg "saw INV_SPI"\n',
  passing: 'event manager applet A\n event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI"\n action 10 syslog msg "frozen"\n',
  check: (applet) => {
    const spoken = applet.actions.flatMap(({ verb, fields, place }) =>
      verb === 'syslog' ? [{ place, message: `%HA_EM-6-LOG: ${applet.name}: ${fields.msg ?? ''}` }] : [],
    );
    return heard(applet, spoken).map(({ place, message }) => ({ place, summary: `its own \`${message}\` matches its pattern` }));
  },
};

/** Finds applets that the router's message about what they do would spring again. */
export const selfSpring: Lint = {
  id: 'self-spring',
  severity: 'warning',
  why: 'the router logs what the applet does, and the applet waits for that message: it springs again and again',
  source: '[B] eem.md 10.11',
  failing:
    'event manager applet A\n event syslog pattern "%SYS-5-CONFIG_I" ratelimit 60\n action 10 cli command "enable"\n action 20 cli command "configure terminal"\n action 30 cli command "hostname hq"\n action 40 cli command "end"\n',
  passing:
    'event manager applet A\n event syslog pattern "%SYS-5-CONFIG_I" ratelimit 60\n action 10 cli command "enable"\n action 20 cli command "show clock"\n',
  check: (applet) => {
    if (!applet.events.some(({ detector }) => detector === 'syslog')) return [];
    return heard(applet, consequencesOf(commandsOf(applet))).map(({ place, message }) => ({
      place,
      summary: `it makes the router log \`${message}\`, and waits for that`,
    }));
  },
};

/** For each event the first of the messages that it waits for. */
function heard({ events }: Applet, messages: readonly Said[]): Said[] {
  return events.flatMap((event) => {
    const own = event.detector === 'syslog' ? messages.find(({ message }) => isAwaited(event, message)) : undefined;
    return own === undefined ? [] : [own];
  });
}

/** Finds loops that nothing in them ends. */
export const endlessLoop: Lint = {
  id: 'endless-loop',
  severity: 'warning',
  why: 'once begun, only maxrun ends it, and with it the applet: what stands behind the loop never runs',
  source: '[C] eem.md 8',
  failing: 'event manager applet A\n event none\n action 10 set n "0"\n action 20 while $n lt 5\n action 30 puts "$n"\n action 40 end\n',
  passing: 'event manager applet A\n event none\n action 10 set n "0"\n action 20 while $n lt 5\n action 30 increment n\n action 40 end\n',
  check: (applet) => {
    if (!applet.actions.some(({ verb }) => verb === 'while')) return [];
    const actions = inRunOrder(applet.actions);
    return [...findBlocks(actions).opener].flatMap(([end, begin]) => {
      const loop = actions[begin];
      if (loop?.verb !== 'while' || actions[end]?.verb !== 'end') return [];
      const body = actions.slice(begin + 1, end);
      if (body.some(leavesLoop)) return [];
      const written = [...writersOf(body).keys()];
      const asked = [...loop.place.text.matchAll(REFERENCE)].map(([, name = '']) => name);
      const changes = (name: string) => written.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
      if (asked.some(changes)) return [];
      const what =
        asked.length === 0 ? 'asks for nothing that changes' : `asks for \`$${asked.join('` and `$')}\`, which nothing in it changes`;
      return [{ place: loop.place, summary: `this loop ${what}, and nothing leaves it` }];
    });
  },
};

function leavesLoop(action: Action): boolean {
  return action.verb === 'break' || action.verb === 'exit' || jumpOf(action) !== undefined;
}

const CONFIGURE = typedAs('conf[igure] t[erminal]');
const INTERFACE = /^int\w*\s+(?<name>\S.*)$/i;
const SHUTDOWN = /^(?<no>no\s+)?shut(?:d\w*)?$/i;

/** What a router logs about commands that change it. [L] messages of SYS and LINK */
function consequencesOf(commands: readonly TypedCommand[]): Said[] {
  let name: string | undefined;
  return commands.flatMap(({ command, action: { place } }): Said[] => {
    name = nameOf(INTERFACE.exec(command)?.groups?.['name']) ?? name;
    if (CONFIGURE.test(command)) return [{ place, message: '%SYS-5-CONFIG_I: Configured from console by vty0' }];
    const cleared = CLEARED.find((each) => each.command.test(command))?.messages;
    if (cleared !== undefined) return cleared.map((message) => ({ place, message }));
    const shutdown = SHUTDOWN.exec(command)?.groups;
    if (shutdown === undefined || name === undefined) return [];
    const state = shutdown['no'] === undefined ? 'down' : 'up';
    const link = state === 'down' ? '%LINK-5-CHANGED: Interface' : '%LINK-3-UPDOWN: Interface';
    return [
      { place, message: `${link} ${name}, changed state to ${state === 'down' ? 'administratively down' : 'up'}` },
      { place, message: `%LINEPROTO-5-UPDOWN: Line protocol on Interface ${name}, changed state to ${state}` },
    ];
  });
}

/** What goes down and comes back when it is cleared. [L] messages of BGP, OSPF, EIGRP and CLEAR */
const CLEARED: readonly { command: RegExp; messages: readonly string[] }[] = [
  {
    command: /^cle\w*\s+(?:ip\s+)?bgp\s+(?!.*\b(?:soft|in|out)\b)/i,
    messages: ['%BGP-5-ADJCHANGE: neighbor 192.0.2.9 Down User reset', '%BGP-5-ADJCHANGE: neighbor 192.0.2.9 Up'],
  },
  {
    command: /^cle\w*\s+(?:ip\s+)?ospf\s+(?:\d+\s+)?pro/i,
    messages: ['%OSPF-5-ADJCHG: Process 1, Nbr 192.0.2.9 on Tunnel0 from FULL to DOWN, Neighbor Down: Interface down or detached'],
  },
  {
    command: /^cle\w*\s+(?:ip\s+)?eigrp\s+(?:\d+\s+)?nei/i,
    messages: ['%DUAL-5-NBRCHANGE: EIGRP-IPv4 1: Neighbor 192.0.2.9 (Tunnel0) is down: manually cleared'],
  },
  { command: typedAs('cle[ar] cou[nters]'), messages: ['%CLEAR-5-COUNTERS: Clear counter on all interfaces by vty0'] },
];

const TYPES = ['Ethernet', 'FastEthernet', 'GigabitEthernet', 'TenGigabitEthernet', 'Loopback', 'Port-channel', 'Serial', 'Tunnel', 'Vlan'];

/** `Gi0/1` is logged as GigabitEthernet0/1. */
function nameOf(typed: string | undefined): string | undefined {
  // Whatever it will be called: only a pattern that names no interface is met by it.
  if (typed?.startsWith('$') === true) return 'the interface';
  const { type = '', number = '' } = /^(?<type>[A-Za-z-]+)\s*(?<number>\S*)/.exec(typed ?? '')?.groups ?? {};
  if (type === '') return undefined;
  return `${TYPES.find((each) => each.toLowerCase().startsWith(type.toLowerCase())) ?? type}${number}`;
}
