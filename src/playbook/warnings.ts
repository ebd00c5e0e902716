/** Warnings are what an engineer should know of a router before it is armed; refusals are why it must not be armed at all. */
import type { PeerFacts } from './facts.ts';
import type { Step } from './plan.ts';
import type { Playbook } from './playbook.ts';

/** Three terminal lines stay free: one for EEM, two for people. */
const TERMINAL_LINES_MIN = 4;

export function warningsOf(playbook: Playbook, facts: PeerFacts, logging: Step | undefined): string[] {
  const warnings: (string | false)[] = [
    facts.isAssumed && 'no device was asked: the platform and the logging buffer are assumed',
    logging !== undefined && !facts.isAssumed && 'changing the size of the logging buffer may empty it',
    facts.isConsoleAtDebugging && 'debugs also go to the console, which may slow the router: `logging console informational` would help',
    facts.eemVersion === null && !facts.isAssumed && 'the EEM version is unknown: `show event manager version` was not answered',
    playbook.eem.authorizationBypass && 'the applets run with `authorization bypass`: AAA does not check their commands',
  ];
  return warnings.filter((warning) => warning !== false);
}

/** Each reason names what was found and what to do; empty when the router may be armed. */
export function refusalsOf(playbook: Playbook, facts: PeerFacts): string[] {
  // Its own debugs and conditions would only repeat the news.
  if (facts.applets.length > 0)
    return [`it is armed already: ${facts.applets.join(', ')}; \`flaptrap disarm\` or \`flaptrap sweep\` first`];
  const neededBytes = playbook.budget.flashMegabytes * 1_000_000;
  const refusals: (string | false)[] = [
    facts.debugs.length > 0 &&
      `someone is debugging already (${facts.debugs.join('; ')}): our condition would narrow it, and we could not tell ours from theirs`,
    facts.conditions.length > 0 && `someone has set debug conditions (${facts.conditions.join('; ')}): they would mix with ours`,
    facts.flashFreeBytes !== null &&
      facts.flashFreeBytes < neededBytes &&
      `flash has ${facts.flashFreeBytes} bytes free, the budget is ${neededBytes}: delete files, or lower budget.flashMegabytes`,
    facts.freeTerminalLines !== null &&
      facts.freeTerminalLines < TERMINAL_LINES_MIN - 1 &&
      `only ${facts.freeTerminalLines} terminal lines are free, EEM and people need three: see \`show users\``,
  ];
  return refusals.filter((refusal) => refusal !== false);
}
