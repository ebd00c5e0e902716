/** Lints of the mode that a terminal line is in: what configures is refused outside of configuration mode. */
import { commandsOf } from '../commands.ts';
import type { Applet } from '../model.ts';
import { inRunOrder, jumpOf } from '../order.ts';
import { typedAs } from '../word.ts';
import type { Lint } from './lint.ts';

/** What no EXEC mode knows. [C] IOS command references */
const CONFIGURES =
  /^(?:no\s+)?(?:int(?:e\w*)?\s+[a-z]+\s*\d|ip\s+(?:route|address|nat|domain)\s|router\s+(?:bgp|eigrp|isis|ospf|rip)\b|shut(?:d\w*)?$|hostname\s|access-list\s+\d|ip\s+access-list\s|line\s+(?:vty|con)\b|snmp-server\s|username\s|route-map\s|switchport\b|ev\w*\s+man\w*\s+(?:env|app|sess)|spanning-tree\s|ntp\s+server\s|crypto\s+(?:map|isakmp\s+(?:key|policy)|ipsec\s+(?:profile|transform))\b)/i;
const CONFIGURE = typedAs('conf[igure]');
const LEAVES = /^(?:end|\^z|\x1a)$/i;
/** Where these lead is another terminal's affair. */
const ELSEWHERE = /^(?:exit|tclsh|telnet|ssh|guestshell|connect|session|setup|vlan\s+database|\$)|\$\w+$/i;

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
    if (wanders(applet)) return [];
    const depths = depthsOf(applet);
    let isExec = true;
    let isAnswer = false;
    for (const { command, action } of commandsOf(applet)) {
      if (isExec && !isAnswer && CONFIGURES.test(command))
        return [{ place: action.place, summary: `\`${command}\` is typed outside of configuration mode` }];
      isAnswer = action.fields.pattern !== undefined;
      if (ELSEWHERE.test(command)) return [];
      if (CONFIGURE.test(command)) isExec = false;
      // Left on one way only, the mode is not known behind it.
      else if (LEAVES.test(command)) {
        if ((depths.get(action) ?? 0) > 0) return [];
        isExec = true;
      }
    }
    return [];
  },
};

/** Loops and jumps come back in whatever mode they left. */
function wanders({ actions }: Applet): boolean {
  return actions.some((action) => action.verb === 'while' || action.verb === 'foreach' || jumpOf(action) !== undefined);
}

function depthsOf({ actions }: Applet): Map<object, number> {
  const depths = new Map<object, number>();
  let depth = 0;
  for (const action of inRunOrder(actions)) {
    if (action.verb === 'end') depth -= 1;
    depths.set(action, depth);
    if (action.verb === 'if') depth += 1;
  }
  return depths;
}
