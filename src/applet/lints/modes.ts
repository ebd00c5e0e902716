/** Lints of the mode that a terminal line is in: each mode refuses the commands of the other. */
import { commandsOf } from '../commands.ts';
import { modesOf } from '../mode.ts';
import { typedAs } from '../word.ts';
import type { Lint } from './lint.ts';

/** What no EXEC mode knows. [C] IOS command references */
const CONFIGURES = new RegExp(
  `^(?:no\\s+|default\\s+)?(?:${[
    'int(?:e\\w*)?\\s+[a-z]+\\s*\\d|int(?:e\\w*)?\\s+ra\\w*\\s+[a-z]+\\s*\\d|shut(?:d\\w*)?$|switchport\\b|description\\s+\\S|channel-group\\s+\\d',
    'ip\\s+(?:route|address|nat|domain|access-list)\\s|ip\\s+sla\\s+(?:\\d|schedule|reaction)|ipv6\\s+(?:route|address)\\s',
    'router\\s+(?:bgp|eigrp|isis|ospf|ospfv3|rip)\\b|neighbor\\s+\\S+\\s+(?:remote-as|shutdown|activate|route-map)\\b|redistribute\\s|route-map\\s',
    'hostname\\s|access-list\\s+\\d|line\\s+(?:vty|con)\\b|snmp-server\\s|username\\s|spanning-tree\\s|ntp\\s+server\\s|banner\\s|boot\\s+system\\s',
    'logging\\s+(?:host|buffered|trap|console|monitor|source-interface|facility|on|\\d)|ev\\w*\\s+man\\w*\\s+(?:env|app|sess)|service\\s+(?:timestamps|password-encryption)',
    'crypto\\s+(?:map|isakmp\\s+(?:key|policy)|ikev2\\s+(?:profile|proposal|policy|keyring)|ipsec\\s+(?:profile|transform))\\b',
    'policy-map\\s|class-map\\s|service-policy\\s|track\\s+\\d+\\s+\\S|aaa\\s+(?:new-model|authentication|authorization|accounting|group)\\b|tacacs\\s|radius\\s+server',
  ].join('|')})`,
  'i',
);

/** Finds configuration commands that are typed where they are not known. */
export const configurationInExec: Lint = {
  id: 'configuration-in-exec',
  severity: 'error',
  why: 'outside of configuration mode the device does not know the command, and nobody reads the answer',
  source: '[L] eem.md 5',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "interface Tunnel0"\n action 30 cli command "shutdown"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 15 cli command "configure terminal"\n action 20 cli command "interface Tunnel0"\n action 30 cli command "shutdown"\n',
  check: (applet) => {
    const modes = modesOf(applet);
    const first = commandsOf(applet).find(({ command, action }) => {
      const mode = modes.get(action);
      return mode?.exec === true && !mode.configuration && CONFIGURES.test(command);
    });
    return first === undefined
      ? []
      : [{ place: first.action.place, summary: `\`${first.command}\` is typed outside of configuration mode` }];
  },
};

/** What no configuration mode knows, nor takes for the beginning of another word: `sh` alone is `shutdown` below an interface. [C] IOS command references */
const EXECUTES = [
  ...['sh[ow] ', 'wr[ite]', 'cop[y]', 'cle[ar]', 'debu[g]', 'und[ebug]', 'ping', 'trace[route]', 'rel[oad]', 'dir', 'delet[e]', 'er[ase]'],
  ...['more', 'ter[minal] le[ngth]', 'event manager run'],
].map((words) => (words.endsWith(' ') ? new RegExp(`${typedAs(words.trim()).source}\\s+\\S`, 'i') : typedAs(words)));
/** Below these such words are their own. */
const OWN_WORDS = typedAs('arc[hive]');

/** Finds EXEC commands that are typed in configuration mode, without the `do` that carries them there. */
export const execInConfiguration: Lint = {
  id: 'exec-in-configuration',
  severity: 'warning',
  why: 'configuration mode lasts from action to action, and takes an EXEC command only behind `do`: it is refused, and nobody reads the answer',
  source: '[C] eem.md 5',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "configure terminal"\n action 30 cli command "show clock | redirect flash:x"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "configure terminal"\n action 30 cli command "do show clock | redirect flash:x"\n action 40 cli command "end"\n action 50 cli command "show clock | redirect flash:y"\n',
  check: (applet) => {
    const modes = modesOf(applet);
    const commands = commandsOf(applet);
    if (commands.some(({ command }) => OWN_WORDS.test(command))) return [];
    return commands.flatMap(({ typed, action }) => {
      const mode = modes.get(action);
      if (mode?.configuration !== true || !EXECUTES.some((each) => each.test(typed))) return [];
      const where = mode.exec ? 'configuration mode, on one of the ways that lead here' : 'configuration mode';
      return [{ place: action.place, summary: `\`${typed}\` is typed in ${where}: write \`end\` before it, or \`do\` in front of it` }];
    });
  },
};
