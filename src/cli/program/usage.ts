/** A usage error says what was typed, what may have been meant, and what to type instead. */
import type { CommanderError } from 'commander';
import { sayNearest } from '../../nearest.ts';

/** `error: option '--cause <id>' argument 'delet-lost' is invalid. Allowed choices are a, b.` */
const BAD_CHOICE = /argument '(?<typed>.*)' is invalid\. Allowed choices are (?<choices>.*)\.$/m;
const UNKNOWN_COMMAND = /unknown command '(?<typed>.*)'/;
const UNKNOWN_OPTION = /unknown option '(?<typed>.*)'/;
const MISSING_PLAYBOOK = /missing required argument 'playbook'/;
/** With more choices than these the near ones alone are said. */
const CHOICES_MAX = 12;

/** What commander says, with what helps a newcomer behind it; `commands` are the names that there are. */
export function sayUsage(message: string, args: readonly string[], commands: readonly string[]): string {
  const said = message.replace(BAD_CHOICE, (_all, typed: string, choices: string) => sayChoice(typed, choices.split(', ')));
  return [said.trimEnd(), ...hintsOf(message, args, commands).map((hint) => `(${hint})`)].join('\n');
}

function sayChoice(typed: string, choices: readonly string[]): string {
  const near = sayNearest(typed, choices);
  const all = choices.length <= CHOICES_MAX || near === '' ? `${near === '' ? '.' : ''} Allowed choices are ${choices.join(', ')}.` : '';
  return `argument '${typed}' is invalid${near}${all}`;
}

function hintsOf(message: string, args: readonly string[], commands: readonly string[]): string[] {
  const named = args.find((arg) => commands.includes(arg));
  const first = args[0] ?? '';
  if (MISSING_PLAYBOOK.test(message)) return ['`flaptrap init` writes a playbook; playbooks/tunnel-flaps.yaml is one to try'];
  const isUnknown = UNKNOWN_COMMAND.test(message) || UNKNOWN_OPTION.test(message);
  if (isUnknown && named !== undefined && named !== first)
    return [`the command comes first: flaptrap ${[named, ...args.filter((arg) => arg !== named)].join(' ')}`];
  if (UNKNOWN_COMMAND.test(message) && /\.ya?ml$/i.test(first)) return [`to check a playbook: flaptrap check ${first}`];
  return [];
}

/** The same for JSON, on one line. */
export function usageMessage(error: CommanderError): string {
  return sayUsage(error.message.replace(/^error: /, ''), [], []);
}
