/** An applet's words are what it typed, which the debug of its command line shows, and what it says of itself in any words. */
import type { SyslogEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { isOfPeer } from './clear-command.ts';
import { anyOf } from './clues.ts';
import type { Scene } from './scene.ts';

type Said = TimedEvent & SyslogEvent;

/** `FIXVPN : DEBUG(cli_lib) : : IN  : hq#clear crypto session`: IN is what it typed behind the prompt, OUT what it was answered. [L debug event manager action cli] */
const CLI_LIB = /^(.{1,80}?) : DEBUG\(cli_lib\) : : (IN|OUT) {0,3}: {0,2}(.*)$/s;
const BEHIND_PROMPT = /^[A-Za-z][\w.-]{0,62}(?:\([\w-]{1,40}\))?[#>] ?(\S.*?)\s*$/;
/** `% Invalid input detected at '^' marker.`, `% Incomplete command.` [C] */
const NOT_TAKEN = /^\s*% ?(?:Invalid|Incomplete|Ambiguous|Unknown|Unrecognized|Authorization failed)/i;

/** What the applet typed by this line, unless the router did not take it. */
export function typedByApplet(scene: Scene, said: Said): string | undefined {
  const [, applet, way, text = ''] = cliOf(said) ?? [];
  if (way !== 'IN') return undefined;
  const command = BEHIND_PROMPT.exec(text)?.[1];
  if (command === undefined) return undefined;
  return isRefused(scene, said, applet) ? undefined : command;
}

function cliOf({ facility, message }: SyslogEvent): RegExpExecArray | null {
  return facility === 'HA_EM' ? CLI_LIB.exec(message) : null;
}

/** The answer stands before the next that the applet types. */
function isRefused(scene: Scene, said: Said, applet: string | undefined): boolean {
  for (const event of anyOf(scene, said.side, 'syslog').filter(({ ref }) => ref > said.ref)) {
    const [, name, way, text = ''] = cliOf(event) ?? [];
    if (name !== applet) continue;
    if (way === 'IN') return false;
    if (NOT_TAKEN.test(text)) return true;
  }
  return false;
}

/** `clear crypto sa`, `clearing all IPsec SAs`, `cleared crypto sessions`. */
const OF_CLEARING = /\bclear(?:s|ing|ed)?\b.*\b(?:crypto|ipsec|isakmp|ikev2|SAs?)\b/i;
/** It was not done, or not yet. */
const DENIED =
  /\b(?:no|not|never|nothing|none|without|skip\w*|would|should|could|cannot|\w+n't|instead|unless|suppress\w*|dry.?run|disabled)\b|\bclear.*\b(?:refus|den(?:y|ied)|fail|abort|cancel|postpone|defer)/i;
/** A configuration or a question that holds the words: `action 3.0 cli command "clear …"`, `alias exec …`, `show … | include …`. */
const QUOTED = /DEBUG\(|\baction \S+ \w+ |\balias \w+ |\bshow\b|\|/i;
const ANY_ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b/;

/** True when a text that is nobody's command says that SAs are cleared, and names no peer or this one: no more than a hint, for it may say anything. */
export function tellsOfClearing({ message }: SyslogEvent, scene: Scene): boolean {
  if (!OF_CLEARING.test(message) || DENIED.test(message) || QUOTED.test(message)) return false;
  return isOfPeer(ANY_ADDRESS.exec(message)?.[0], scene, scene.receiver);
}
