/** A usage error says what was typed, what may have been meant, and what to type instead. */
import type { CommanderError } from 'commander';
import { nearest, sayNearest } from '../../nearest.ts';

/** `error: option '--cause <id>' argument 'delet-lost' is invalid. Allowed choices are a, b.` */
const BAD_CHOICE = /argument '(?<typed>.*)' is invalid\. Allowed choices are (?<choices>.*)\.$/m;
const UNKNOWN_COMMAND = /unknown command '(?<typed>.*)'/;
const UNKNOWN_OPTION = /unknown option '(?<typed>.*)'/;
const MISSING_PLAYBOOK = /missing required argument 'playbook'/;
const NEAR = /\n\(Did you mean .*\)/;

/** What somebody types who has not seen the commands yet, and what does it here. */
const WISHES: readonly (readonly [words: string, does: string])[] = [
  [
    'redact anonymize anonymise mask sanitize sanitise scrub',
    '`flaptrap evidence BUNDLE` packs a bundle without its secrets, addresses and names',
  ],
  ['send upload tac case pack archive', '`flaptrap evidence BUNDLE` packs a bundle for somebody else; --case NUMBER sends it to Cisco'],
  ['judge diagnose why read parse', '`flaptrap analyze FILES` says what happened, and why'],
  ['view show html page browser gui', '`flaptrap open BUNDLE` writes the report as a page for a browser'],
  ['export convert', '`flaptrap report BUNDLE --format csv` and its other formats'],
  ['demo simulate try tutorial', '`flaptrap rehearse playbooks/tunnel-flaps.yaml` plays a whole capture on two simulated routers'],
  ['validate', '`flaptrap check PLAYBOOK` says what is wrong with a playbook'],
  ['start capture trap watch', '`flaptrap run PLAYBOOK` arms both routers and waits'],
  ['list ls captures', '`flaptrap status` lists what is armed'],
  ['stop undo remove cleanup clean', '`flaptrap disarm` undoes a capture; `flaptrap sweep PLAYBOOK` finds what any of them has left'],
  ['new create', '`flaptrap init` writes a playbook, `flaptrap eem new` an applet'],
  ['man manual docs', '`flaptrap --help`, `flaptrap help COMMAND`, `flaptrap explain ID`'],
];

/** With more choices than these the near ones alone are said. */
const CHOICES_MAX = 12;

/** What commander says, with what helps a newcomer behind it; `commands` are the names that there are. */
export function sayUsage(message: string, args: readonly string[], commands: readonly string[]): string {
  // What is wanted is nearer than what is spelt alike.
  const meant = wishOf(message) === undefined ? message : message.replace(NEAR, '');
  const said = meant.replace(BAD_CHOICE, (_all, typed: string, choices: string) => sayChoice(typed, choices.split(', ')));
  const whole = said.replace(/' is invalid\. (?=expected )/, "' is invalid: ");
  return [whole.trimEnd(), ...hintsOf(message, args, commands).map((hint) => `(${hint})`)].join('\n');
}

function sayChoice(typed: string, choices: readonly string[]): string {
  const isFew = choices.length <= CHOICES_MAX;
  // Where every choice is near, to ask for all and to list all is the same.
  const near = isFew && nearest(typed, choices).length === choices.length ? '' : sayNearest(typed, choices);
  const all = isFew || near === '' ? `${near === '' ? '.' : ''} Allowed choices are ${choices.join(', ')}.` : '';
  return `argument '${typed}' is invalid${near}${all}`;
}

function wishOf(message: string): string | undefined {
  const typed = UNKNOWN_COMMAND.exec(message)?.groups?.['typed']?.toLowerCase() ?? '';
  return WISHES.find(([words]) => words.split(' ').includes(typed))?.[1];
}

function hintsOf(message: string, args: readonly string[], commands: readonly string[]): string[] {
  const named = args.find((arg) => commands.includes(arg));
  const first = args[0] ?? '';
  if (MISSING_PLAYBOOK.test(message)) return ['`flaptrap init` writes a playbook; playbooks/tunnel-flaps.yaml is one to try'];
  const isUnknown = UNKNOWN_COMMAND.test(message) || UNKNOWN_OPTION.test(message);
  if (isUnknown && named !== undefined && named !== first)
    return [`the command comes first: flaptrap ${[named, ...args.filter((arg) => arg !== named)].join(' ')}`];
  const wish = wishOf(message);
  if (wish !== undefined) return [wish];
  if (UNKNOWN_COMMAND.test(message) && /\.ya?ml$/i.test(first)) return [`to check a playbook: flaptrap check ${first}`];
  return [];
}

/** The same for JSON, on one line. */
export function usageMessage(error: CommanderError): string {
  return sayUsage(error.message.replace(/^error: /, ''), [], []);
}
